import { mayRun, type Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { repositorySettings } from '../repository-settings.ts';
import type { Wait } from './wait.ts';

/** A finished run calls those who wait before that. */
const LOOK_AGAIN_MS = 15_000;

/** The wait for a place among the tasks of its repository that may run at once; null when there is one. */
export async function findRepositoryWait(
  { config, store }: Pick<DispatcherContext, 'config' | 'store'>,
  task: Pick<Task, 'id' | 'source' | 'startedAt' | 'status'>,
): Promise<Wait | null> {
  const { repo, repoId } = task.source;
  const { maxConcurrent: limit } = repositorySettings(config, repo);
  if (limit === null) return null;
  const active = await store.list({ statuses: ['dispatched', 'running'] });
  const running = active.filter(({ source }) => source.repoId === repoId);
  // One that is not claimed yet comes after all who are, whenever it ran before.
  const startedAt = task.status === 'queued' ? null : task.startedAt;
  if (mayRun({ task: { id: task.id, startedAt }, running, limit })) return null;
  return {
    waitsFor: { kind: 'repository', limit },
    forMs: LOOK_AGAIN_MS,
    message: `as many tasks of ${repo} run as may at once: ${limit}`,
  };
}
