import type { TaskWorker } from '@opencode-commander/queue';
import { repeat } from '@opencode-commander/service';
import type { DispatcherContext } from '../dispatcher-context.ts';

const LOOK_EVERY_MS = 500;

/** Gives the worker as many slots as are configured at the moment, until it is stopped. What runs goes on. */
export function followSlots(
  { config, log }: Pick<DispatcherContext, 'config' | 'log'>,
  worker: Pick<TaskWorker, 'resize'>,
): { stop(): Promise<void> } {
  return repeat({
    everyMs: LOOK_EVERY_MS,
    work: async () => worker.resize(config.containers.maxConcurrent),
    onError: (err) => log.warn({ err }, 'the number of slots could not be changed'),
  });
}
