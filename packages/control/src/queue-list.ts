import { queueOrder, type TaskOutline } from '@opencode-commander/queue';
import { prioritySchema, type TaskId } from '@opencode-commander/task';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';
import { repositoryInputSchema } from './repositories.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const queueListInputSchema = z.object({
  limit: z.number().int().min(1).max(1_000).default(100).describe('At most so many tasks'),
  offset: z.number().int().min(0).default(0).describe('Pass over so many of those that fit'),
  repo: repositoryInputSchema.shape.repo.optional().describe('Only of this repository, owner/name'),
  priority: prioritySchema.optional().describe('Only of this priority'),
  search: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('Only with these words in the title, in this order; upper and lower case are the same'),
  state: z
    .enum(['waiting', 'delayed'])
    .optional()
    .describe('waiting for a slot, or delayed: between two tries, paused, or behind other issues'),
});
type QueueFilter = z.output<typeof queueListInputSchema>;

const queueEntrySchema = z.object({
  position: z
    .number()
    .int()
    .nullable()
    .describe(
      '1 runs next in its queue (tasks that go on on their host have one each); null while it is delayed',
    ),
  task: taskViewSchema,
});
export type QueueEntry = z.infer<typeof queueEntrySchema>;

export const queueListOutputSchema = z.object({
  queue: z.array(queueEntrySchema),
  total: z.number().int().describe('How many fit in all, whatever the limit'),
});

export const queueListOperation = defineOperation({
  title: 'What waits',
  description:
    'Lists the tasks that wait for an agent, in the order in which they will run: all, or those of a repository, a priority, a state, or with words in their title.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: queueListInputSchema,
  output: queueListOutputSchema,
  run: queueList,
});

/**
 * The tasks that wait for an agent, in the order in which they will run. Records are read of those only that are shown.
 * Throws RedisError.
 */
export async function queueList(
  control: Control,
  input: z.input<typeof queueListInputSchema> = {},
): Promise<z.infer<typeof queueListOutputSchema>> {
  const filter = queueListInputSchema.parse(input);
  const places = await readPlaces(control, filter.state);
  const fitting = await findFitting(control, [...places.keys()], filter);
  const page = fitting.slice(filter.offset, filter.offset + filter.limit);
  const tasks = await control.store.getAll(page);
  const queue = tasks.map((task) => ({ position: places.get(task.id) ?? null, task: taskView(task) }));
  return { queue, total: fitting.length };
}

/** Every queued task with its position, in the order in which they will run. */
async function readPlaces(
  { store, queues }: Control,
  state: QueueFilter['state'],
): Promise<Map<TaskId, number | null>> {
  const [order, queued] = await Promise.all([queueOrder(queues), store.ids('queued')]);
  const left = new Set(queued);
  const known = order.filter(({ id }) => left.delete(id));
  // What waits for other issues has no job; the oldest first.
  const others = [...left].reverse().map((id) => ({ id, position: null }));
  const wanted = [...known, ...others].filter(
    ({ position }) => state === undefined || (position === null) === (state === 'delayed'),
  );
  return new Map(wanted.map(({ id, position }) => [id, position]));
}

async function findFitting(
  { store }: Control,
  ids: readonly TaskId[],
  { repo, priority, search }: QueueFilter,
): Promise<readonly TaskId[]> {
  if (repo === undefined && priority === undefined && search === undefined) return ids;
  const outlines = await store.outlines(ids);
  return outlines.filter((outline) => fits(outline, { repo, priority, search })).map(({ id }) => id);
}

/** Whether a task is among those that are asked for. */
function fits(
  outline: Pick<TaskOutline, 'repo' | 'title' | 'priority'>,
  { repo, priority, search }: Pick<QueueFilter, 'repo' | 'priority' | 'search'>,
): boolean {
  if (repo !== undefined && outline.repo.toLowerCase() !== repo.toLowerCase()) return false;
  if (priority !== undefined && outline.priority !== priority) return false;
  return search === undefined || outline.title.toLowerCase().includes(search.toLowerCase());
}
