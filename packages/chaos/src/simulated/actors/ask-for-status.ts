import type { Task } from '@opencode-commander/task';
import { perform, type Steps } from '../effect.ts';
import type { Actor } from './change-task.ts';

/** Has the issue show how its task stands. */
export function* askForStatus({ world }: Actor, { id }: Pick<Task, 'id'>): Steps {
  yield* perform('redis', `enqueue status ${id}`, () => world.redis.write({ kind: 'status', taskId: id }));
}
