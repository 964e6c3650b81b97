import { sessionPlaces } from '@opencode-commander/queue';
import type { ServedSession } from '@opencode-commander/task';
import type { SessionControl } from './session-control.ts';
import { ForeignSessionError } from './session-error.ts';

/**
 * Remembers where a session is that an instance says it has begun. A sandbox can answer with the id of a session that another
 * instance has: it does not get its prompts. Throws ForeignSessionError, RedisError.
 */
export async function rememberSession(
  { queues }: Pick<SessionControl, 'queues'>,
  instance: string,
  { id, directory }: Pick<ServedSession, 'id' | 'directory'>,
): Promise<void> {
  const places = sessionPlaces(queues);
  const place = await places.find(id);
  if (place !== null && place.instance !== instance) throw new ForeignSessionError(instance, id);
  await places.change({ forget: [], remember: new Map([[id, { instance, directory }]]) });
}
