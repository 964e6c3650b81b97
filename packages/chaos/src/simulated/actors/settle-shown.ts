import { isStatusOutdated, labelChanges, reconcile, type Shown, type Task } from '@opencode-commander/task';
import { perform, type Steps } from '../effect.ts';
import { sign } from '../model/signed.ts';
import { askForStatus } from './ask-for-status.ts';
import type { Actor } from './change-task.ts';

/** What a visit finds that people should have been told or shown of a task, as services/poller does: there, and nowhere else. */
export function* settleShown(
  actor: Actor,
  task: Task,
  { shown, label }: { shown: Shown; label: string | null | undefined },
): Steps {
  const { world } = actor;
  if (!world.rules.repair) return;
  const found = reconcile({ record: task, shown });
  if (found.rule === 'say') {
    const marker = sign(task, found.operation);
    const { number } = task.source;
    yield* perform('redis', `enqueue ${found.operation} again`, () =>
      world.redis.write({ kind: 'comment', number, marker, body: 'see above', once: true }),
    );
  }
  const isLabelled = label === undefined || showsStatusOf(label, task);
  if (!isLabelled || isStatusOutdated(task, shown)) yield* askForStatus(actor, task);
}

/** Whether an issue's label is that of its task. */
export function showsStatusOf(label: string | null, task: Task): boolean {
  const { add, remove } = labelChanges(label === null ? [] : [label], task);
  return add.length + remove.length === 0;
}
