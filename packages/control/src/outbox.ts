import { countWrites, type ListedWrite, listWrites, replayWrite } from '@opencode-commander/queue';
import { describeWrite, EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { z } from 'zod';
import type { Control } from './control.ts';
import { dropLostWrites } from './drop-lost-writes.ts';
import { defineOperation } from './operation.ts';

export const outboxListInputSchema = z.object({
  limit: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .describe('At most so many writes that wait, and as many dead ones'),
});

const outboxWriteSchema = z.object({
  id: z.string().describe('What replaying it takes'),
  state: z
    .enum(['waiting', 'retrying', 'dead'])
    .describe('waiting for its turn, retrying after a failure, or dead: given up until it is replayed'),
  thread: z.string().nullable().describe('The issue or pull request it goes to, such as acme/web#12'),
  what: z.string(),
  attempts: z.number().int().describe('How often it was tried'),
  reason: z.string().nullable().describe('Why it was not written yet'),
  enqueued_at: z.string().nullable().describe('null where Redis has lost it'),
  died_at: z.string().nullable(),
});
export type OutboxWrite = z.infer<typeof outboxWriteSchema>;

const outboxListOutputSchema = z.object({
  waiting: z.number().int().describe('How many writes wait for GitHub'),
  dead: z.number().int().describe('How many were given up'),
  lost: z.number().int().describe('Given up, and lost by Redis but for the id: dropped just now'),
  writes: z.array(outboxWriteSchema).describe('In the order in which they were asked for'),
});
export type OutboxList = z.infer<typeof outboxListOutputSchema>;

export const replayWritesInputSchema = z.object({
  write_id: z.string().min(1).nullable().describe('The dead write; null for all of them'),
});

const replayWritesOutputSchema = z.object({
  replayed: z.array(z.string()).describe('The ids of the writes that wait for GitHub again, in their order'),
});
export type WritesReplayed = z.infer<typeof replayWritesOutputSchema>;

export const outboxListOperation = defineOperation({
  title: 'What is not on GitHub yet',
  description:
    'Lists the comments, labels and the like on their way to GitHub, and those that were given up with the reason.',
  // What Redis has lost but for the id is dropped from the count.
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: outboxListInputSchema,
  output: outboxListOutputSchema,
  run: outboxList,
});

export const outboxReplayOperation = defineOperation({
  title: 'Replay dead writes',
  description:
    'Has writes to GitHub that were given up tried again, in the order in which they were asked for.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: false,
  input: replayWritesInputSchema,
  output: replayWritesOutputSchema,
  run: replayWrites,
});

/** No write that was given up has this id. */
export class NoDeadWriteError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(id: string) {
    super(`There is no dead write ${id}: list them with commander outbox list`);
  }
}

/** The most dead writes that are kept. */
const ALL = 1_000;

/** What is not on GitHub yet; drops what nothing is left of. Throws RedisError. */
export async function outboxList(
  { store, queues }: Control,
  input: z.input<typeof outboxListInputSchema> = {},
): Promise<OutboxList> {
  const { limit } = outboxListInputSchema.parse(input);
  const lost = await dropLostWrites(queues);
  const [counts, writes] = await Promise.all([countWrites(queues), listWrites(queues, { store, limit })]);
  return { ...counts, lost, writes: writes.map(outboxWrite) };
}

/** Has dead writes tried again, in the order in which they were asked for. Throws NoDeadWriteError, RedisError. */
export async function replayWrites(
  { store, queues }: Control,
  input: z.input<typeof replayWritesInputSchema>,
): Promise<WritesReplayed> {
  const { write_id } = replayWritesInputSchema.parse(input);
  if (write_id !== null) {
    if (!(await replayWrite(queues, write_id))) throw new NoDeadWriteError(write_id);
    return { replayed: [write_id] };
  }
  const replayed: string[] = [];
  for (const { id, state } of await listWrites(queues, { store, limit: ALL }))
    if (state === 'dead' && (await replayWrite(queues, id))) replayed.push(id);
  return { replayed };
}

function outboxWrite({ id, state, write, thread, ...listed }: ListedWrite): OutboxWrite {
  const { attempts, reason, enqueuedAt, diedAt } = listed;
  return {
    id,
    state,
    thread: thread === null ? null : `${thread.repo}#${thread.number}`,
    what: write === null ? 'not readable' : describeWrite(write),
    attempts,
    reason,
    enqueued_at: instantOf(enqueuedAt),
    died_at: instantOf(diedAt),
  };
}

/** Null for what is no time: a job may have lost part of itself. */
function instantOf(ms: number | null): string | null {
  const instant = new Date(ms ?? Number.NaN);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
