import { AgentError } from '../agent-error.ts';
import type { AgentEvent } from '../agent-event.ts';
import type { OpencodeConnection } from '../opencode-connection.ts';
import { MOST_SESSIONS } from '../read-children.ts';
import type { WatchSettings } from '../session.ts';
import type { WireEvent } from '../wire-event.ts';
import { quietSince } from './decide-end.ts';
import type { Mailbox } from './mailbox.ts';
import type { Observation } from './observation.ts';
import { observeEvent, wantsPoll } from './observe-event.ts';
import { readSnapshot } from './read-snapshot.ts';
import { reduceTurn } from './reduce-turn.ts';
import { newTurn, type TurnLimits, type TurnStart, type TurnState } from './turn-state.ts';

export type WatchOptions = {
  connection: OpencodeConnection;
  sessionId: string;
  start: TurnStart;
  /** The events since before the turn began. */
  mailbox: Mailbox<WireEvent>;
  limits: TurnLimits;
  pollMs: number;
  lastChange: WatchSettings['lastChange'];
  hasEnded: WatchSettings['hasEnded'];
  now: () => number;
  signal?: AbortSignal | undefined;
};

// Between polls that events ask for, and while a session seems idle.
const SOON_MS = 250;

/** The events of a turn: server-sent events as they come and a poll every `pollMs`, or at once when an event asks for one. */
export async function* watchTurn(options: WatchOptions): AsyncGenerator<AgentEvent> {
  const { connection, mailbox, limits, now, signal, sessionId } = options;
  const family = new Set([sessionId]);
  let state = newTurn(options.start, now());
  let pollAt = now();
  while (!state.over) {
    const events = await mailbox.collect(pollAt - now(), signal);
    signal?.throwIfAborted();
    const observe = (event: WireEvent) => observeEvent(event, { sessionId, family, clock: connection.clock });
    const observations = events.map((event) => stamp(observe(event), now()));
    if (events.some(wantsPoll)) pollAt = Math.min(pollAt, now() + SOON_MS);
    if (now() >= pollAt) {
      const polled = await poll(options, family);
      // Asked after the poll, which may take long: what is judged is the silence until its end.
      observations.push(...(await findChange(state, polled.at, options)), polled);
      const seemsIdle = polled.type === 'snapshot' && polled.snapshot.status.type === 'idle';
      pollAt = now() + (seemsIdle ? SOON_MS : options.pollMs);
    }
    for (const observation of observations.filter((each) => each !== null)) {
      const reduced = reduceTurn(state, observation, limits);
      state = reduced.state;
      yield* reduced.events;
    }
  }
}

function stamp(observation: ReturnType<typeof observeEvent>, at: number): Observation | null {
  return observation && { ...observation, at };
}

/** The workspace's last change, asked for only when everything else has been silent for too long. */
async function findChange(
  state: TurnState,
  polledAt: number,
  { limits, lastChange, now }: WatchOptions,
): Promise<Observation[]> {
  const since = quietSince(state);
  if (!lastChange || state.pending.size > 0 || polledAt - since < limits.stuckMs) return [];
  const at = await lastChange(since).catch(() => null); // a sandbox that cannot even be asked shows no life
  return at === null || at <= since ? [] : [{ type: 'activity', at: Math.min(at, now()) }];
}

/** A poll that fails is an observation too. */
async function poll(
  { connection, sessionId, start, hasEnded, now, signal }: WatchOptions,
  family: Set<string>,
): Promise<Observation> {
  try {
    const read = await readSnapshot(connection, { sessionId, baseline: start.baseline, signal });
    for (const member of read.family) if (family.size < MOST_SESSIONS) family.add(member);
    return { at: now(), type: 'snapshot', snapshot: read.snapshot };
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    return { at: now(), type: 'unreachable', reason: error.message, ended: hasEnded?.() ?? false };
  }
}
