import { z } from 'zod';
import type { AgentEvent } from './agent-event.ts';
import { answerRequests } from './answer-requests.ts';
import { askSession, type Prompt } from './ask-session.ts';
import type { EventFeed } from './event-feed.ts';
import type { OpencodeConnection } from './opencode-connection.ts';
import { readChildIds } from './read-children.ts';
import { hasAnswered, readNewestMessage } from './read-messages.ts';
import type { PendingRequests, Session, WatchSettings } from './session.ts';
import { type SessionState, sessionStateOf } from './session-state.ts';
import { splitModel } from './split-model.ts';
import { createMailbox, type Mailbox } from './turn/mailbox.ts';
import { readRequests } from './turn/read-requests.ts';
import { readSnapshot } from './turn/read-snapshot.ts';
import type { SeenPart, TurnLimits } from './turn/turn-state.ts';
import { watchTurn } from './turn/watch-turn.ts';
import { usageReader } from './usage-reader.ts';
import type { WireEvent } from './wire-event.ts';

export type SessionParts = {
  connection: OpencodeConnection;
  feed: EventFeed;
  now: () => number;
  id: string;
  /** What there is of the turn that an attached session is in; null for a session of our own. */
  seen: ReadonlyMap<string, SeenPart> | null;
};

const POLL_MS = 3_000;
const FEED_OPEN_MS = 5_000;
// A hostile opencode fills it: this is what one session may cost in memory, sizes in characters.
const MAILBOX_CAPACITY = { items: 5_000, size: 4 * 1024 * 1024 };

/** A session that exists in opencode. */
export function createSession(parts: SessionParts): Session {
  const { connection, id } = parts;
  const mailbox = createMailbox<WireEvent>(MAILBOX_CAPACITY);
  const turn: Turn = { ...parts, mailbox, baseline: '', deafen: null };
  const session: Omit<Session, 'ask'> = {
    id,
    // What the agent asks next, a moment after an answer, may be told by an event only.
    ...answerRequests(connection, () => hear(turn)),
    hasBegun: () => hasAnswered(connection, { sessionId: id }),
    state: () => readState(connection, id),
    prompt: (text, { model } = {}) => begin(turn, { text, model }),
    pending: () => readPending(connection, id),
    watch: (settings) => watch(turn, settings),
    usage: usageReader(connection, id),
    abort: () => abort(turn),
  };
  return {
    ...session,
    ask: (asked) => askSession({ connection, session, begin: (prompt) => begin(turn, prompt) }, asked),
  };
}

/** The turn begun last; `deafen` ends its listening to events, null while it does not listen. */
type Turn = SessionParts & { mailbox: Mailbox<WireEvent>; baseline: string; deafen: (() => void) | null };

function listen(turn: Turn): void {
  turn.deafen ??= turn.feed.listen(turn.mailbox.put);
}

/** Listens from now on to all that opencode tells. */
async function hear(turn: Turn): Promise<void> {
  await turn.feed.untilOpen(FEED_OPEN_MS);
  listen(turn);
}

async function stopListening(turn: Turn): Promise<void> {
  turn.deafen?.();
  turn.deafen = null;
  await turn.mailbox.collect(0);
}

async function begin(turn: Turn, { text, schema, model }: Prompt): Promise<void> {
  const { connection, mailbox, id } = turn;
  // An error can come within milliseconds of the prompt, and only as an event.
  await hear(turn);
  const newest = await readNewestMessage(connection, { sessionId: id });
  await mailbox.collect(0);
  turn.baseline = newest?.info.id ?? '';
  turn.seen = null;
  const body = {
    ...(schema && { format: { type: 'json_schema', schema } as const }),
    ...(model !== undefined && { model: splitModel(model) }),
  };
  await connection.call({
    what: 'take the prompt',
    schema: z.unknown(),
    send: (client, options) =>
      client.session.promptAsync({ sessionID: id, parts: [{ type: 'text', text }], ...body }, options),
  });
}

async function readState(connection: OpencodeConnection, sessionId: string): Promise<SessionState> {
  const { snapshot } = await readSnapshot(connection, { sessionId, baseline: '' });
  return sessionStateOf(snapshot);
}

async function readPending(connection: OpencodeConnection, sessionId: string): Promise<PendingRequests> {
  const childIds = await readChildIds(connection, { sessionId });
  return readRequests(connection, { family: new Set([sessionId, ...childIds]) });
}

/** A generator, so that the turn is the one begun last when the first event is asked for. */
async function* watch(turn: Turn, settings: WatchSettings): AsyncGenerator<AgentEvent> {
  const { connection, mailbox, baseline, seen, now, id } = turn;
  const { signal, pollMs = POLL_MS, lastChange, hasEnded } = settings;
  const watching = { connection, sessionId: id, start: { baseline, seen }, mailbox, now, signal };
  listen(turn);
  try {
    yield* watchTurn({ ...watching, limits: limitsOf(settings), pollMs, lastChange, hasEnded });
  } finally {
    await stopListening(turn);
  }
}

function limitsOf(settings: WatchSettings): TurnLimits {
  return {
    // Whoever watches may change it meanwhile.
    get stuckMs() {
      return settings.stuckMs;
    },
    retries: settings.retryLimit ?? 5,
    retryWaitMs: settings.retryWaitMs ?? 120_000,
    startMs: 60_000,
    unreachableMs: settings.unreachableMs ?? 30_000,
    settleMs: 3_000,
  };
}

async function abort({ connection, id }: Turn): Promise<void> {
  await connection.call({
    what: 'abort the session',
    schema: z.unknown(),
    send: (client, options) => client.session.abort({ sessionID: id }, options),
  });
}
