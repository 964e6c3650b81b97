import { type TaskStore, writeThread } from '@opencode-commander/queue';
import { describeWrite, githubWriteSchema, oneLine } from '@opencode-commander/task';
import { z } from 'zod';

/** Of a title, in characters. */
const LONGEST_TITLE = 200;

const runSchema = z.object({ taskId: z.string() });

/** What a job is called, after the issue that it is about; null for one of nothing that is there. */
export function nameJob(store: Pick<TaskStore, 'get'>) {
  return async (data: unknown): Promise<string | null> =>
    (await nameOfWrite(store, data)) ?? (await nameOfRun(store, data));
}

async function nameOfWrite(store: Pick<TaskStore, 'get'>, data: unknown): Promise<string | null> {
  const write = githubWriteSchema.safeParse(data);
  if (!write.success) return null;
  const thread = await writeThread(store, write.data);
  return thread && `${thread.repo}#${thread.number} ${describeWrite(write.data)}`;
}

/** A job of a task that is gone keeps the name it has. */
async function nameOfRun(store: Pick<TaskStore, 'get'>, data: unknown): Promise<string | null> {
  const run = runSchema.safeParse(data);
  const task = run.success ? await store.get(run.data.taskId) : null;
  return task && `${task.source.repo}#${task.source.number} ${oneLine(task.title, LONGEST_TITLE)}`;
}
