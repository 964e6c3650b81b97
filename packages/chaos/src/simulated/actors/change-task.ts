import type { Status, Task } from '@opencode-commander/task';
import { perform, type Steps } from '../effect.ts';
import { Refused } from '../refused.ts';
import type { SimulatedProcess } from '../simulated-process.ts';
import type { World } from '../world.ts';

/** Who does something, and where. */
export type Actor = { world: World; process: SimulatedProcess };

type Decided = { status?: Status; patch?: Partial<Task> } | null;

const TRIES = 5;

/** Reads a task, decides, and writes that only if the task still is what was decided on, as packages/control does. */
export function* changeTask(
  { world, process }: Actor,
  id: string,
  decide: (task: Task) => Decided,
): Steps<{ changed: boolean; task: Task | null }> {
  for (let left = TRIES; ; left -= 1) {
    const task = yield* perform('redis', `read ${id}`, () => world.redis.records.get(id));
    const decided = task && decide(task);
    if (task === null || decided === null) return { changed: false, task };
    const { epoch, status, question } = task;
    const { status: to = null, patch = {} } = decided;
    const at = world.wallClock(process).toISOString();
    const given = { status, question };
    const changed = yield* perform('redis', `write ${id} ${to ?? ''}`, () =>
      world.change({ id, epoch, to, at, patch, given }),
    );
    if (changed.status === 'changed') return { changed: true, task: changed.task };
    if (left <= 1 || changed.status === 'publishing') throw new Refused(changed.status);
  }
}
