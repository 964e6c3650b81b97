import type { TaskStore } from '@opencode-commander/queue';
import { type Task, taskIdSchema } from '@opencode-commander/task';
import { readReference } from '../read-reference.ts';
import { UsageError } from '../usage-error.ts';

/** The task a person named by its id or its issue; of several the latest. Throws UsageError, RedisError. */
export async function findTask(
  store: Pick<TaskStore, 'get' | 'list'>,
  text: string,
  host: string,
): Promise<Task> {
  if (taskIdSchema.safeParse(text).success) return (await store.get(text)) ?? refuse(text);
  const reference = readReference(text, host, { orTask: true });
  const repo = `${reference.owner}/${reference.repo}`;
  // The latest comes first.
  const task = (await store.list()).find(
    ({ source }) =>
      source.host === reference.host &&
      source.number === reference.number &&
      source.repo.toLowerCase() === repo.toLowerCase(),
  );
  return task ?? refuse(`of ${repo}#${reference.number}`);
}

function refuse(which: string): never {
  throw new UsageError(`There is no task ${which}: commander status and commander queue list them`);
}
