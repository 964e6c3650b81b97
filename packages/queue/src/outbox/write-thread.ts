import type { GitHubWrite, WritePlace } from '@opencode-commander/task';
import type { TaskStore } from '../store/task-store.ts';

/** The issue or pull request that a write goes to; null for one that concerns none, or whose task is gone. Throws RedisError. */
export async function writeThread(
  store: Pick<TaskStore, 'get'>,
  write: GitHubWrite,
): Promise<WritePlace | null> {
  if (write.kind === 'delete_branch') return null;
  if (write.kind !== 'status' && write.at !== undefined) return write.at;
  const source = 'taskId' in write ? (await store.get(write.taskId))?.source : undefined;
  return source === undefined ? null : { repo: source.repo, number: source.number };
}
