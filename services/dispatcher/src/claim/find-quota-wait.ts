import { providerPause } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { providerOf } from './provider-of.ts';
import { providerWait, type Wait } from './wait.ts';

/** With what a task's model is known. */
export type ModelContext = Pick<DispatcherContext, 'queues'> & {
  config: { models: { default: string | null } };
};

/** The wait for the task's model provider while its quota is used up; null when it may be asked, or is not known. */
export async function findQuotaWait(
  { config, queues }: ModelContext,
  { model }: Pick<Task, 'model'>,
): Promise<Wait | null> {
  const provider = providerOf(model ?? config.models.default);
  if (provider === null) return null;
  const pause = await providerPause(queues, provider);
  return pause && providerWait(pause);
}
