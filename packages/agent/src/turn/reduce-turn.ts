import type { AgentEvent, AskedPermission, AskedQuestion, ChecklistItem } from '../agent-event.ts';
import { describeRetry, describeWait } from '../describe-failure.ts';
import type { WireStatus } from '../wire.ts';
import { decideEnd } from './decide-end.ts';
import type { Observation, ObservedPart, Snapshot } from './observation.ts';
import type { SeenPart, TurnLimits, TurnState } from './turn-state.ts';

// Of parts and requests that are kept in mind; polls bring fewer at once.
const MOST_PARTS = 4_000;
const MOST_REQUESTS = 200;

/** A state and the events that led to it. */
export type Reduced = { state: TurnState; events: AgentEvent[] };

/**
 * What an observation adds to a turn. Whatever the mixture and order of events and snapshots, each thing is told once;
 * nothing is told after the turn's last event. The state is used up: its parts go over to the next one.
 */
export function reduceTurn(state: TurnState, observation: Observation, limits: TurnLimits): Reduced {
  if (state.over) return { state, events: [] };
  const { at } = observation;
  switch (observation.type) {
    case 'part':
      return withSign(withPart(state, observation.part, at), observation);
    case 'activity':
      return { state: { ...state, activityAt: at }, events: [] };
    case 'status':
      return withStatus(state, observation.status, { at, limits });
    case 'failed':
      return { state: { ...state, error: state.error ?? observation.error }, events: [] };
    case 'question':
      return withQuestion(state, observation.asked, at);
    case 'permission':
      return withPermission(state, observation.asked, at);
    case 'answered':
      return { state: withoutPending(state, observation.requestId, at), events: [] };
    case 'snapshot':
      return withSnapshot(state, observation.snapshot, { at, limits });
    case 'unreachable': {
      const since = state.unreachableSince ?? at;
      const event = decideEnd(
        { ...state, unreachableSince: since },
        { at, limits, unreachable: observation },
      );
      return ended({ state: { ...state, unreachableSince: since }, events: [] }, event);
    }
  }
}

type Moment = { at: number; limits: TurnLimits };

function withSnapshot(state: TurnState, snapshot: Snapshot, { at, limits }: Moment): Reduced {
  const steps: ((state: TurnState) => Reduced)[] = [
    ...snapshot.parts.map((part) => (now: TurnState) => withPart(now, part, at)),
    ...snapshot.questions.map((asked) => (now: TurnState) => withQuestion(now, asked, at)),
    ...(snapshot.permissions ?? []).map((asked) => (now: TurnState) => withPermission(now, asked, at)),
    (now) => withChecklist(now, snapshot.checklist, at),
    (now) => ({ state: withPending(now, snapshot, at), events: [] }),
    (now) => withStatus(now, snapshot.status, { at, limits }),
  ];
  const reduced = chain(state, steps);
  if (reduced.state.over) return reduced;
  const silent = snapshot.status.type === 'idle' && snapshot.last?.final === false;
  const silentSince = silent ? (reduced.state.silentSince ?? at) : null;
  const next = { ...reduced.state, silentSince, unreachableSince: null };
  return ended({ state: next, events: reduced.events }, decideEnd(next, { at, limits, snapshot }));
}

function withPart(state: TurnState, part: ObservedPart, at: number): Reduced {
  if (part.messageId <= state.baseline) return { state, events: [] };
  const seen: SeenPart = state.parts.get(part.id) ?? { size: -1, told: 'nothing' };
  const event = seen.told === 'all' ? null : tell(part, seen.told);
  const told = event === null ? seen.told : isBegun(part) ? 'begun' : 'all';
  if (event === null && part.size <= seen.size) return { state, events: [] };
  remember(state.parts, part.id, { size: Math.max(part.size, seen.size), told });
  const doing = event?.type === 'tool' ? `${event.tool} ${event.title}`.trim() : state.doing;
  return { state: { ...state, doing, activityAt: at }, events: event === null ? [] : [event] };
}

/** opencode tells of a tool that runs whenever it prints, also where what it printed is cut to the same size. */
function withSign({ state, events }: Reduced, { part, at }: Extract<Observation, { type: 'part' }>): Reduced {
  return isBegun(part) ? { state: { ...state, activityAt: at }, events } : { state, events };
}

function withChecklist(state: TurnState, items: ChecklistItem[], at: number): Reduced {
  const checklist = JSON.stringify(items);
  if (checklist === state.checklist) return { state, events: [] };
  return { state: { ...state, checklist, activityAt: at }, events: [{ type: 'checklist', items }] };
}

/** The least recently seen is forgotten first: a hostile opencode has no end of parts. */
function remember(parts: TurnState['parts'], id: string, seen: SeenPart): void {
  parts.delete(id);
  parts.set(id, seen);
  if (parts.size <= MOST_PARTS) return;
  for (const oldest of parts.keys()) return void parts.delete(oldest);
}

function tell(part: ObservedPart, told: 'nothing' | 'begun'): AgentEvent | null {
  if (part.kind === 'text') {
    return part.whole && part.text.trim() !== '' ? { type: 'text', text: part.text } : null;
  }
  if (part.kind !== 'tool' || part.state === 'pending') return null;
  const { callId, tool, state, title, output } = part;
  if (state === 'running' && told === 'begun') return null;
  return { type: 'tool', callId, tool, state, title, output };
}

function isBegun(part: ObservedPart): boolean {
  return part.kind === 'tool' && part.state === 'running';
}

function withStatus(state: TurnState, status: WireStatus, { at, limits }: Moment): Reduced {
  if (status.type !== 'retry') {
    const tries = state.retryAt === null ? {} : { retryAt: null, activityAt: at };
    return { state: { ...state, ...tries }, events: [] };
  }
  const progress = status.next === state.retryAt ? {} : { activityAt: at };
  const next = { ...state, ...progress, retryAt: status.next };
  const waitMs = status.next - at;
  const tooLong = waitMs > limits.retryWaitMs;
  const failure = tooLong
    ? describeWait(status.message, waitMs)
    : describeRetry(status.message, status.attempt);
  const hopeless = tooLong || status.attempt > limits.retries;
  return ended({ state: next, events: [] }, hopeless ? { type: 'error', ...failure } : null);
}

function withQuestion(state: TurnState, asked: AskedQuestion, at: number): Reduced {
  return withRequest(state, { type: 'question', ...asked }, at);
}

function withPermission(state: TurnState, asked: AskedPermission, at: number): Reduced {
  return withRequest(state, { type: 'permission', ...asked }, at);
}

function withRequest(
  state: TurnState,
  event: Extract<AgentEvent, { type: 'question' | 'permission' }>,
  at: number,
): Reduced {
  if (state.told.has(event.requestId) || state.told.size >= MOST_REQUESTS) return { state, events: [] };
  const told = new Set(state.told).add(event.requestId);
  const pending = new Set(state.pending).add(event.requestId);
  return { state: { ...state, told, pending, activityAt: at }, events: [event] };
}

function withoutPending(state: TurnState, requestId: string, at: number): TurnState {
  const pending = new Set(state.pending);
  if (pending.delete(requestId)) return { ...state, pending, activityAt: at };
  return state.told.size >= MOST_REQUESTS ? state : { ...state, told: new Set(state.told).add(requestId) };
}

/** A snapshot knows what is pending; what has gone was answered. */
function withPending(state: TurnState, { questions, permissions }: Snapshot, at: number): TurnState {
  const listed = [...questions, ...(permissions ?? [])].map((asked) => asked.requestId);
  // Of what cannot be listed only an event tells that it was answered.
  const pending = new Set(permissions === null ? [...state.pending, ...listed] : listed);
  const answered = [...state.pending].some((id) => !pending.has(id));
  return { ...state, pending, activityAt: answered ? at : state.activityAt };
}

function chain(state: TurnState, steps: readonly ((state: TurnState) => Reduced)[]): Reduced {
  const events: AgentEvent[] = [];
  let now = state;
  for (const step of steps) {
    const next = step(now);
    now = next.state;
    events.push(...next.events);
  }
  return { state: now, events };
}

function ended({ state, events }: Reduced, event: AgentEvent | null): Reduced {
  return event === null ? { state, events } : { state: { ...state, over: true }, events: [...events, event] };
}
