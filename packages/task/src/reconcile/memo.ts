import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { z } from 'zod';
import { type PendingQuestion, pendingQuestionSchema } from '../question.ts';
import { type Task, taskSchema } from '../task.ts';
import { questionOperation, WRITE_OPERATIONS } from '../write-operation.ts';

/** What a status comment remembers of its task: enough to rebuild its record from, and nothing of hosts and containers. */
const memoSchema = taskSchema.pick({
  title: true,
  bodyHash: true,
  priority: true,
  status: true,
  attempts: true,
  bornEpoch: true,
  revision: true,
  prUrl: true,
  pull: true,
  followUp: true,
  questions: true,
  answer: true,
  waitsFor: true,
  model: true,
  workedMs: true,
  grants: true,
  budgetWarned: true,
  commits: true,
  usage: true,
  usageByModel: true,
  failure: true,
  createdAt: true,
  updatedAt: true,
  startedAt: true,
  finishedAt: true,
});
export type Memo = z.infer<typeof memoSchema>;

/** GitHub takes 65,536 characters, and people read the rest of the comment. */
const MOST_DATA = 16_000;
/** Texts of a follow-up are cut to these, until all of it fits: what people said can be read on the pull request. */
const LENGTHS = [Number.POSITIVE_INFINITY, 2_000, 200, 20];

/** The data of the marker of one of the task's comments: its memo, or the question that is asked; undefined for none. */
export function markerData(task: Task, operation: string): string | undefined {
  if (operation === WRITE_OPERATIONS.status) return fitting(memoSchema.parse(task));
  const { question } = task;
  if (question === null || operation !== questionOperation(question.number)) return undefined;
  const data = pack(question);
  return data.length <= MOST_DATA ? data : undefined;
}

/** The memo in a marker's data; null when there is none. */
export function readMemo(data: string | undefined): Memo | null {
  return read(data, memoSchema);
}

/** The question in a marker's data; null when there is none. */
export function readQuestion(data: string | undefined): PendingQuestion | null {
  return read(data, pendingQuestionSchema);
}

function fitting(memo: Memo): string | undefined {
  const packed = LENGTHS.map((length) => () => pack({ ...memo, followUp: cutTexts(memo.followUp, length) }));
  for (const attempt of packed) {
    const data = attempt();
    if (data.length <= MOST_DATA) return data;
  }
  return undefined;
}

function cutTexts(followUp: Memo['followUp'], length: number): unknown {
  const cut = (_key: string, value: unknown) => (typeof value === 'string' ? value.slice(0, length) : value);
  return JSON.parse(JSON.stringify(followUp, cut));
}

function pack(value: unknown): string {
  return deflateRawSync(JSON.stringify(value)).toString('base64');
}

const MOST_TEXT = 4_000_000;

/** What was signed was written by us, but perhaps by another version. */
function read<T>(data: string | undefined, schema: z.ZodType<T>): T | null {
  if (data === undefined) return null;
  const text = inflateRawSync(Buffer.from(data, 'base64'), { maxOutputLength: MOST_TEXT }).toString();
  return schema.safeParse(JSON.parse(text)).data ?? null;
}
