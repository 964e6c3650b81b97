import { pausedUntil } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { providerOf } from './provider-of.ts';
import { providerWait, type Wait } from './wait.ts';

/** The wait for the task's model provider while its quota is used up; null when it may be asked, or is not known. */
export async function findPause(
  { config, queues, now }: Pick<DispatcherContext, 'config' | 'queues' | 'now'>,
  { model }: Pick<Task, 'model'>,
): Promise<Wait | null> {
  const provider = providerOf(model ?? config.models.default);
  if (provider === null) return null;
  const untilMs = await pausedUntil(queues, provider, now());
  return untilMs === null ? null : providerWait(provider, untilMs);
}
