import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2';
import { Agent as Dispatcher } from 'undici';
import type { z } from 'zod';
import { AgentError, RefusedCallError, TooLargeAnswerError } from './agent-error.ts';
import { startDeadline } from './deadline.ts';
import { fetchBounded, TooLargeError } from './fetch-bounded.ts';
import { createOpencodeClock, type OpencodeClock } from './opencode-clock.ts';
import { type RawEvent, readEvents } from './read-events.ts';

export type ConnectionOptions = {
  /** opencode's Unix socket. */
  socketPath: string;
  /** Of opencode's HTTP server, whose user is `opencode`. */
  password: string;
  /** The directory that opencode works in, as it sees it. */
  directory: string;
  /** Milliseconds since 1970; Date.now unless given. */
  now?: () => number;
};

type Reply = { data?: unknown; error?: unknown; response?: { status: number } | undefined };

/** One call of the API. */
export type Call<Schema extends z.ZodType> = {
  /** What it is for, such as "list the questions". */
  what: string;
  /** The shape of its answer. */
  schema: Schema;
  send: (client: OpencodeClient, options: { signal: AbortSignal }) => PromiseLike<Reply>;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
};

/** HTTP to one opencode. Every call has a timeout of its own, and each of its failures is an AgentError. */
export type OpencodeConnection = {
  /** What is known of opencode's clock by its last answer. */
  readonly clock: Pick<OpencodeClock, 'toOurs'>;
  call<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.infer<Schema>>;
  /** The event stream, over one connection: it ends or throws when that is cut or falls silent. */
  events(signal: AbortSignal): AsyncIterable<RawEvent>;
  close(): Promise<void>;
};

const CALL_TIMEOUT_MS = 30_000;
// The agent is hostile: an answer without end must not fill the host's memory.
const LARGEST_ANSWER_MB = 8;
const ORIGIN = 'http://opencode';

export function openConnection(options: ConnectionOptions): OpencodeConnection {
  const { socketPath, password, directory, now = Date.now } = options;
  const clock = createOpencodeClock(now);
  const onDate = clock.note;
  const connect = { socketPath };
  const silence = { headersTimeout: CALL_TIMEOUT_MS, bodyTimeout: CALL_TIMEOUT_MS };
  const calls = new Dispatcher({ connect, ...silence });
  const streams = new Dispatcher({ connect, headersTimeout: 0, bodyTimeout: 0 });
  const authorization = `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`;
  const maxBytes = LARGEST_ANSWER_MB * 1024 * 1024;
  // A client per call: only the call's own signal is sure to live as long as the call.
  const clientOf = (signal: AbortSignal): OpencodeClient =>
    createOpencodeClient({
      baseUrl: ORIGIN,
      directory,
      headers: { authorization },
      fetch: (input, init) =>
        fetchBounded(new Request(input, init), { dispatcher: calls, maxBytes, signal, onDate }),
    });
  const eventsUrl = `${ORIGIN}/event?directory=${encodeURIComponent(directory)}`;
  return {
    clock,
    call: (call) => callOpencode(clientOf, call),
    events: (signal) => readEvents(eventsUrl, { dispatcher: streams, authorization, signal }),
    close: async () => {
      await Promise.all([calls.destroy(), streams.destroy()]);
    },
  };
}

async function callOpencode<Schema extends z.ZodType>(
  clientOf: (signal: AbortSignal) => OpencodeClient,
  { what, schema, send, timeoutMs = CALL_TIMEOUT_MS, signal }: Call<Schema>,
): Promise<z.infer<Schema>> {
  using deadline = startDeadline(timeoutMs, signal);
  const failed = (error: unknown): Reply => ({ error });
  const sent = Promise.resolve(send(clientOf(deadline.signal), { signal: deadline.signal }));
  const { data, error, response } = await sent.catch(failed);
  signal?.throwIfAborted();
  if (deadline.isOver()) throw lost(`opencode took more than ${timeoutMs} ms to ${what}`);
  if (error instanceof TooLargeError) {
    const size = `more than ${LARGEST_ANSWER_MB} MB`;
    throw new TooLargeAnswerError(`opencode was asked to ${what} and answered with ${size}`, {
      cause: error,
    });
  }
  if (response === undefined) throw lost(`opencode cannot be reached to ${what}`, error);
  if (error !== undefined) {
    const { status } = response;
    throw new RefusedCallError(`opencode did not ${what}: it answered ${status}`, status, { cause: error });
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new AgentError(`opencode was asked to ${what} and answered something else`, { cause: parsed.error });
}

function lost(message: string, cause?: unknown): AgentError {
  return new AgentError(message, { kind: 'container', cause });
}
