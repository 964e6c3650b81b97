import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AgentError, RefusedCallError } from './agent-error.ts';
import { createSession, type SessionParts } from './create-session.ts';
import { openEventFeed } from './event-feed.ts';
import { exportSession } from './export-session.ts';
import { type ConnectionOptions, type OpencodeConnection, openConnection } from './opencode-connection.ts';
import type { Session } from './session.ts';
import { partsSeen } from './turn/parts-seen.ts';
import { readSnapshot } from './turn/read-snapshot.ts';
import { sessionSchema } from './wire.ts';

/** One running opencode. */
export type Agent = AsyncDisposable & {
  /** Resolves as soon as opencode answers; AgentError when it does not within `timeoutMs`, or refuses the password. */
  untilHealthy(options: { timeoutMs: number; signal?: AbortSignal | undefined }): Promise<void>;
  /** Begins a conversation. */
  openSession(options: { title: string }): Promise<Session>;
  /** Takes up a conversation that was begun before, by whomever. */
  attachSession(id: string): Promise<Session>;
  /**
   * A session as `opencode import` takes it: JSON of at most 8 MB, the newest part of a longer one. Prompts for values
   * (`ask`) and their answers are left out.
   */
  exportSession(id: string): Promise<string>;
  /** Lets go of the connection; opencode goes on. */
  close(): Promise<void>;
};

/** Connects to the opencode behind a Unix socket, which need not be there yet. */
export function connectAgent(options: ConnectionOptions): Agent {
  const { now = Date.now } = options;
  const connection = openConnection(options);
  let feed: ReturnType<typeof openEventFeed> | undefined;
  const sessionOf = (id: string, seen: SessionParts['seen']): Session => {
    feed ??= openEventFeed(connection);
    return createSession({ connection, feed, now, id, seen });
  };
  const close = async (): Promise<void> => {
    await feed?.stop();
    await connection.close();
  };
  return {
    untilHealthy: (limits) => untilHealthy(connection, { ...limits, now }),
    openSession: async ({ title }) => sessionOf(await createInOpencode(connection, title), null),
    attachSession: async (id) => {
      const sessionId = await findInOpencode(connection, id);
      const { snapshot } = await readSnapshot(connection, { sessionId, baseline: '' });
      return sessionOf(sessionId, partsSeen(snapshot.parts));
    },
    exportSession: (id) => exportSession(connection, id),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const PROBE_EVERY_MS = 100;
const SHORTEST_PROBE_MS = 250;
const LONGEST_PROBE_MS = 2_000;

type Probing = { timeoutMs: number; signal?: AbortSignal | undefined; now: () => number };

/**
 * opencode never answers a request that comes between its opening the port and its being ready: the first probes are
 * short, so that such a one costs little; after each that was in vain they are longer, for a machine that is busy.
 */
async function untilHealthy(connection: OpencodeConnection, probing: Probing): Promise<void> {
  const { timeoutMs, signal, now } = probing;
  const deadline = now() + timeoutMs;
  let probeMs = SHORTEST_PROBE_MS;
  let cause: unknown;
  while (now() < deadline) {
    const sentAt = now();
    try {
      return await probe(connection, { timeoutMs: Math.min(probeMs, deadline - sentAt), signal });
    } catch (error) {
      if (!(error instanceof AgentError) || isForbidden(error)) throw error;
      cause = error;
    }
    if (now() - sentAt >= probeMs) probeMs = Math.min(2 * probeMs, LONGEST_PROBE_MS);
    await delay(PROBE_EVERY_MS, undefined, { signal });
  }
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  throw new AgentError(`opencode was not healthy within ${timeoutMs} ms${why}`, { cause });
}

/** A wrong password never becomes right. */
function isForbidden(error: AgentError): boolean {
  return error instanceof RefusedCallError && error.status === 401;
}

async function probe(connection: OpencodeConnection, limits: Omit<Probing, 'now'>): Promise<void> {
  await connection.call({
    what: 'say that it is healthy',
    schema: z.object({ healthy: z.literal(true) }),
    send: (client, options) => client.global.health(options),
    ...limits,
  });
}

async function createInOpencode(connection: OpencodeConnection, title: string): Promise<string> {
  const session = await connection.call({
    what: 'open a session',
    schema: sessionSchema,
    send: (client, options) => client.session.create({ title }, options),
  });
  return session.id;
}

async function findInOpencode(connection: OpencodeConnection, id: string): Promise<string> {
  const session = await connection.call({
    what: `find the session ${id}`,
    schema: sessionSchema,
    send: (client, options) => client.session.get({ sessionID: id }, options),
  });
  return session.id;
}
