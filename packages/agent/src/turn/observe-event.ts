import type { OpencodeConnection } from '../opencode-connection.ts';
import { MOST_SESSIONS } from '../read-children.ts';
import type { WireError } from '../wire.ts';
import type { WireEvent } from '../wire-event.ts';
import { inOurTime } from './in-our-time.ts';
import type { Observation } from './observation.ts';
import { toAskedPermission, toAskedQuestion } from './read-requests.ts';

type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;

/** Whose events are listened to, and by which clock they are. */
type Listening = { sessionId: string; family: Set<string>; clock: OpencodeConnection['clock'] };

/** What an event says of a session and its children (`family`, to which a new child is added); null for nothing. */
export function observeEvent(
  event: WireEvent,
  { sessionId, family, clock }: Listening,
): Unstamped<Observation> | null {
  if (event.type === 'server.connected') return null;
  if (event.type === 'session.created') {
    const { id, parentID } = event.properties.info;
    if (parentID !== undefined && family.has(parentID) && family.size < MOST_SESSIONS) family.add(id);
    return null;
  }
  const from = event.properties.sessionID;
  if (from === undefined || !family.has(from)) return null;
  return observeOwn(event, { isRoot: from === sessionId, clock });
}

type SessionEvent = Exclude<WireEvent, { type: 'server.connected' | 'session.created' }>;

function observeOwn(
  event: SessionEvent,
  { isRoot, clock }: Pick<Listening, 'clock'> & { isRoot: boolean },
): Unstamped<Observation> | null {
  switch (event.type) {
    case 'message.part.updated': {
      const { part } = event.properties;
      return part && (isRoot || part.kind === 'tool') ? { type: 'part', part } : { type: 'activity' };
    }
    case 'message.part.delta':
    case 'todo.updated':
      return { type: 'activity' };
    case 'session.status':
      if (!isRoot) return { type: 'activity' };
      return { type: 'status', status: inOurTime(event.properties.status, clock) };
    case 'session.error':
      return isRoot ? observeFailure(event.properties.error) : null;
    case 'question.asked':
      return { type: 'question', asked: toAskedQuestion(event.properties) };
    case 'permission.asked':
      return { type: 'permission', asked: toAskedPermission(event.properties) };
    case 'question.replied':
    case 'question.rejected':
    case 'permission.replied':
      return { type: 'answered', requestId: event.properties.requestID };
    case 'session.idle':
      return null;
  }
}

/** That a turn was aborted may be told when the next one has begun: whether it is this one, its last message says. */
function observeFailure(error: WireError | undefined): Unstamped<Observation> | null {
  return error === undefined || error.name === 'MessageAbortedError' ? null : { type: 'failed', error };
}

/** Whether a poll should follow at once: the turn may have ended, or events may have been missed. */
export function wantsPoll(event: WireEvent): boolean {
  return (
    event.type === 'server.connected' ||
    event.type === 'session.idle' ||
    // Its list may be an older one than a poll has found.
    event.type === 'todo.updated' ||
    event.type === 'session.error' ||
    (event.type === 'session.status' && event.properties.status.type !== 'busy')
  );
}
