import { RedisError, sessionPlaces } from '@opencode-commander/queue';
import type { ServedSession } from '@opencode-commander/task';
import type { SessionControl } from './session-control.ts';
import { ForeignSessionError } from './session-error.ts';

/**
 * Remembers where a session is that an instance says it has begun. A sandbox can answer with the id of a session that another
 * instance has: it does not get its prompts. Throws ForeignSessionError.
 */
export async function rememberSession(
  { queues }: Pick<SessionControl, 'queues'>,
  instance: string,
  { id, directory }: Pick<ServedSession, 'id' | 'directory'>,
): Promise<void> {
  const places = sessionPlaces(queues);
  try {
    const place = await places.find(id);
    if (place !== null && place.instance !== instance) throw new ForeignSessionError(instance, id);
    await places.change({ forget: [], remember: new Map([[id, { instance, directory }]]) });
  } catch (error) {
    // The session is there, and the next listing finds it: whoever heard of a failure would begin another one.
    if (!(error instanceof RedisError)) throw error;
  }
}
