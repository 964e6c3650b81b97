import { z } from 'zod';
import type { AgentEvent } from './agent-event.ts';
import { answerRequests } from './answer-requests.ts';
import { askSession, type Prompt } from './ask-session.ts';
import type { EventFeed } from './event-feed.ts';
import type { OpencodeConnection } from './opencode-connection.ts';
import { readNewestMessage } from './read-messages.ts';
import { readUsage } from './read-usage.ts';
import type { Session, WatchSettings } from './session.ts';
import { createMailbox, type Mailbox } from './turn/mailbox.ts';
import type { TurnLimits } from './turn/turn-state.ts';
import { watchTurn } from './turn/watch-turn.ts';
import type { WireEvent } from './wire-event.ts';

export type SessionParts = { connection: OpencodeConnection; feed: EventFeed; now: () => number; id: string };

const POLL_MS = 3_000;
const FEED_OPEN_MS = 5_000;
// A hostile opencode fills it: this is what one session may cost in memory, sizes in characters.
const MAILBOX_CAPACITY = { items: 5_000, size: 4 * 1024 * 1024 };

/** A session that exists in opencode. */
export function createSession(parts: SessionParts): Session {
  const { connection, id } = parts;
  const mailbox = createMailbox<WireEvent>(MAILBOX_CAPACITY);
  const turn: Turn = { ...parts, mailbox, baseline: '', deafen: null };
  const requests = answerRequests(connection);
  const session: Omit<Session, 'ask'> = {
    id,
    ...requests,
    prompt: (text) => begin(turn, { text }),
    watch: (settings) => watch(turn, settings),
    usage: () => readUsage(connection, id),
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

async function stopListening(turn: Turn): Promise<void> {
  turn.deafen?.();
  turn.deafen = null;
  await turn.mailbox.collect(0);
}

async function begin(turn: Turn, { text, schema }: Prompt): Promise<void> {
  const { connection, feed, mailbox, id } = turn;
  // An error can come within milliseconds of the prompt, and only as an event.
  await feed.untilOpen(FEED_OPEN_MS);
  listen(turn);
  const newest = await readNewestMessage(connection, { sessionId: id });
  await mailbox.collect(0);
  turn.baseline = newest?.info.id ?? '';
  const format = schema && ({ type: 'json_schema', schema } as const);
  await connection.call({
    what: 'take the prompt',
    schema: z.unknown(),
    send: (client, options) =>
      client.session.promptAsync(
        { sessionID: id, parts: [{ type: 'text', text }], ...(format ? { format } : {}) },
        options,
      ),
  });
}

/** A generator, so that the turn is the one begun last when the first event is asked for. */
async function* watch(turn: Turn, settings: WatchSettings): AsyncGenerator<AgentEvent> {
  const { connection, mailbox, baseline, now, id } = turn;
  const { signal, pollMs = POLL_MS } = settings;
  const limits = limitsOf(settings);
  listen(turn);
  try {
    yield* watchTurn({ connection, sessionId: id, baseline, mailbox, limits, pollMs, now, signal });
  } finally {
    await stopListening(turn);
  }
}

function limitsOf(settings: WatchSettings): TurnLimits {
  return {
    stuckMs: settings.stuckMs,
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
