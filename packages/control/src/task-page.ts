import type { TaskPlace } from '@opencode-commander/queue';
import { statusSchema, taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';
import { repositoryInputSchema } from './repositories.ts';
import { taskView, taskViewSchema } from './task-view.ts';

/** A place between two pages: when the last task before it was created, in ms, and its id. */
const taskCursorSchema = z.string().regex(/^\d{1,15}_\d{1,15}-[0-9a-f]{6}$/);

const taskPageInputSchema = z.object({
  statuses: z.array(statusSchema).min(1).max(20).optional().describe('Only of these; all unless given'),
  repo: repositoryInputSchema.shape.repo.optional().describe('Only of this repository, owner/name'),
  limit: z.number().int().min(1).max(200).default(50).describe('At most so many tasks'),
  cursor: taskCursorSchema.optional().describe('The `next` of the page before; the newest unless given'),
});
type Wanted = z.output<typeof taskPageInputSchema>;

/** Places that fit, and where to go on; null at the end. */
type Found = { places: TaskPlace[]; next: TaskPlace | null };

const taskPageOutputSchema = z.object({
  tasks: z.array(taskViewSchema).describe('The one created last first'),
  next: z
    .string()
    .nullable()
    .describe('The `cursor` of the next page, null on the last; it can go on though a page is short'),
});
export type TaskPage = z.infer<typeof taskPageOutputSchema>;

export const taskPageOperation = defineOperation({
  title: 'All tasks',
  description: 'Lists tasks a page at a time, newest first: all, or those of some statuses or a repository.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: taskPageInputSchema,
  output: taskPageOutputSchema,
  run: taskPage,
});

/** How many tasks are looked at for one page of a repository that has few of them. */
const LOOKED_AT = 5_000;
const BATCH = 500;

/** A page of tasks. It reads no more for the last one than for the first. Throws RedisError. */
async function taskPage(
  { store }: Pick<Control, 'store'>,
  input: z.input<typeof taskPageInputSchema> = {},
): Promise<TaskPage> {
  const wanted = taskPageInputSchema.parse(input);
  const { places, next } = await findPlaces(store, wanted);
  const tasks = await store.getAll(places.map(({ id }) => id));
  // One may have moved on meanwhile.
  const fitting = tasks.filter(({ status }) => wanted.statuses?.includes(status) ?? true);
  return { tasks: fitting.map(taskView), next: next === null ? null : cursorTo(next) };
}

async function findPlaces(store: Control['store'], wanted: Wanted): Promise<Found> {
  const { repo, limit, cursor } = wanted;
  const count = repo === undefined ? limit : BATCH;
  const places: TaskPlace[] = [];
  let next = cursor === undefined ? null : placeAt(cursor);
  for (let looked = 0; looked < LOOKED_AT && places.length < limit; looked += count) {
    const room = limit - places.length;
    const found = await readBatch(store, wanted, { after: next, count, room });
    places.push(...found.places);
    next = found.next;
    if (next === null) break;
  }
  return { places, next };
}

/** Of the next `count` tasks those of the repository, no more than there is room for. */
async function readBatch(
  store: Control['store'],
  { statuses, repo }: Wanted,
  { after, count, room }: { after: TaskPlace | null; count: number; room: number },
): Promise<Found> {
  // One more tells whether there is another page.
  const filter = { ...(statuses && { statuses }), ...(after && { after }), limit: count + 1 };
  const ahead = await store.places(filter);
  const seen = ahead.slice(0, count);
  const fitting = repo === undefined ? seen : await ofRepository(store, seen, repo);
  const places = fitting.slice(0, room);
  if (fitting.length > room) return { places, next: places.at(-1) ?? null };
  return { places, next: ahead.length > count ? (seen.at(-1) ?? null) : null };
}

async function ofRepository(
  store: Control['store'],
  places: readonly TaskPlace[],
  repo: string,
): Promise<TaskPlace[]> {
  const outlines = await store.outlines(places.map(({ id }) => id));
  const ids = new Set(
    outlines.filter((each) => each.repo.toLowerCase() === repo.toLowerCase()).map(({ id }) => id),
  );
  return places.filter(({ id }) => ids.has(id));
}

function cursorTo({ createdMs, id }: TaskPlace): string {
  return `${createdMs}_${id}`;
}

function placeAt(cursor: string): TaskPlace {
  const [createdMs, id] = cursor.split('_');
  return { createdMs: Number(createdMs), id: taskIdSchema.parse(id) };
}
