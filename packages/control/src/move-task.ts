import {
  type JobPlace,
  type Moved,
  moveTask as moveInQueue,
  positionOf,
  type QueueTarget,
  TaskNotFoundError,
} from '@opencode-commander/queue';
import {
  EXIT_CODES,
  isTerminal,
  OperatorError,
  type Priority,
  type Task,
  type TaskId,
} from '@opencode-commander/task';
import { z } from 'zod';
import { changeTask } from './change-task.ts';
import type { ActingControl, Control } from './control.ts';
import { followThrough } from './follow-through.ts';
import { noteWho } from './note-who.ts';
import { defineOperation } from './operation.ts';
import { sayEnded } from './say-ended.ts';
import { settlePriority } from './settle-priority.ts';
import { taskIdInput } from './task-input.ts';
import { taskView, taskViewSchema } from './task-view.ts';

const ONE_TARGET = 'name either before or to';

export const moveTaskInputSchema = z
  .object({
    task_id: taskIdInput,
    before: taskIdInput
      .optional()
      .describe('The task that is to run right after it; it takes over the priority of that one'),
    to: z
      .enum(['front', 'back'])
      .optional()
      .describe('To an end of its queue instead; it takes over the priority of whoever stands there'),
  })
  .refine(({ before, to }) => (before === undefined) !== (to === undefined), ONE_TARGET);

export const moveTaskOutputSchema = z.object({
  moved: z.boolean().describe('False when it stood there already'),
  position: z
    .number()
    .int()
    .nullable()
    .describe('Place in the queue, 1 runs next; null when it has just been taken'),
  task: taskViewSchema,
});
export type TaskMoved = z.infer<typeof moveTaskOutputSchema>;

export const moveOperation = defineOperation({
  title: 'Move a task in the queue',
  description:
    'Moves a task that waits for an agent right before another one, or to the front or the back of its queue. It takes over the priority of whom it is moved to, since the more urgent always run first. What runs, has ended, or waits for its next try is not moved.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: moveTaskInputSchema,
  output: moveTaskOutputSchema,
  run: async (control, input) => {
    const result = await moveTask(control, input);
    if (result.moved) await noteWho(control, input.task_id, `moved in the queue (${result.task.priority})`);
    return result;
  },
});

/** The task, or the one it was to come before, is not where it could be moved at this moment; nothing was changed. */
export class CannotMoveError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

/** Moves a waiting task in its queue. Throws CannotMoveError, TaskNotFoundError, RedisError. */
export async function moveTask(
  control: ActingControl,
  input: z.input<typeof moveTaskInputSchema>,
): Promise<TaskMoved> {
  const { task_id, before, to } = moveTaskInputSchema.parse(input);
  await requireTask(control, task_id);
  if (before !== undefined) await requireTask(control, before);
  const target: QueueTarget = before === undefined ? { to: to ?? 'front' } : { before };
  // The queue first: only there it is known whether somebody has just taken the task.
  const result = await moveInQueue(control.queues, task_id, target);
  if (!('priority' in result)) throw await whyNot(control, { task_id, before, result });
  const task = await recordPriority(control, task_id, result.priority);
  const position = await positionOf(control.queues, task_id);
  return { moved: result.status === 'moved', position, task: taskView(task) };
}

async function requireTask({ store }: Pick<Control, 'store'>, id: TaskId): Promise<void> {
  if ((await store.get(id)) === null) throw new TaskNotFoundError(id);
}

/** The record follows the queue; also when it was not moved now, for somebody may have died in between. */
async function recordPriority(control: ActingControl, id: TaskId, priority: Priority): Promise<Task> {
  const { changed, task } = await changeTask(control, id, (found) =>
    found.priority === priority || isTerminal(found.status) ? null : { patch: { priority } },
  );
  if (!changed) return task;
  await settlePriority(control, task);
  await followThrough(control, task);
  return task;
}

type Refused = {
  task_id: TaskId;
  before: TaskId | undefined;
  result: Exclude<Moved, { priority: Priority }>;
};

async function whyNot(
  { store }: Pick<Control, 'store'>,
  { task_id, before, result }: Refused,
): Promise<CannotMoveError> {
  if (result.status === 'elsewhere')
    return new CannotMoveError(
      `Tasks ${task_id} and ${before} wait in different queues, for one of them goes on on its own host: give it another priority with commander queue prioritize instead`,
    );
  const { task: id, place } = result;
  const rule =
    id === task_id
      ? 'only what waits in the queue can be moved'
      : `${task_id} can come before what waits in the queue only`;
  const task = await store.get(id);
  const ended = task && sayEnded(task, rule);
  return new CannotMoveError(ended ?? `${explain(id, place, task)}: ${rule}`);
}

/** How a task stands that could not be moved. */
function explain(id: TaskId, place: JobPlace, task: Task | null): string {
  if (place === 'next') return `Task ${id} has lost its dispatcher and is taken before all others already`;
  if (place === 'delayed')
    return `Task ${id} is not due yet (commander queue retry gives what is between two tries its turn now)`;
  // Its job outlives its run by a moment: then the record says more.
  const isBegun = task?.status === 'queued' || task?.status === 'dispatched';
  if (place === 'running' && isBegun) return `Task ${id} has just started (${task.status})`;
  return `Task ${id} is ${task === null ? 'gone' : (STANDS[task.status] ?? task.status)}`;
}

const STANDS: Readonly<Partial<Record<Task['status'], string>>> = {
  queued: 'behind other issues, or was put into the queue just now (queued)',
  dispatched: 'being started (dispatched)',
  waiting_human: 'waiting for a person (waiting_human)',
};
