import type { ActingCall } from '../http/route.ts';
import { atLeast } from '../state/access.ts';
import type { User } from '../state/entities.ts';
import { forbidden } from '../state/problem.ts';

/** People change their own, those who may write change anybody's. @throws Problem 403 */
export function requireOwn({ actor, role }: Pick<ActingCall, 'actor' | 'role'>, author: User): void {
  if (author !== actor.user && !atLeast(role, 'write')) throw forbidden();
}
