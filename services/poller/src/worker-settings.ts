import type { WorkerSettings } from '@opencode-commander/queue';
import type { PollerOptions } from './create-poller.ts';

/** How long workers wait for what they are at when they stop: a write that is cut off comes again, and looks before it writes. */
export const GRACE_MS = 5_000;

export function workerSettings({
  redisUrl,
  config,
  log,
}: Pick<PollerOptions, 'redisUrl' | 'config' | 'log'>): WorkerSettings {
  const onError = (error: Error) => void log.warn({ err: error }, error.message);
  return { redisUrl, prefix: config.redis.prefix, onError };
}
