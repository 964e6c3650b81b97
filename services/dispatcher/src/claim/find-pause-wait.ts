import { pauseList } from '@opencode-commander/queue';
import { findPause, type Pausable, type Task } from '@opencode-commander/task';
import type { ModelContext } from './find-quota-wait.ts';
import { providerOf } from './provider-of.ts';
import { pauseWait, type Wait } from './wait.ts';

/** A task as far as pauses concern it. */
export type PausableTask = Pick<Task, 'source' | 'model' | 'waitsFor'>;

/** The wait for people to resume what they have paused; null when that is nothing of the task's. */
export async function findPauseWait(
  { config, queues }: ModelContext,
  task: PausableTask,
): Promise<Wait | null> {
  const pause = findPause(await pauseList(queues).list(), asPausable(task, config));
  return pause && pauseWait(pause);
}

/** Where the repository chooses the model, a task that was held up by a provider's pause knows it from that. */
export function asPausable(
  { source, model, waitsFor }: PausableTask,
  { models }: ModelContext['config'],
): Pausable {
  const met = waitsFor?.kind === 'pause' && waitsFor.of === 'provider' ? waitsFor.name : null;
  const providers = [providerOf(model ?? models.default), met].filter((provider) => provider !== null);
  return { repoId: source.repoId, providers };
}
