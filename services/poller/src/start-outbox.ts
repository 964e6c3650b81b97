import { startOutboxWorker, type WorkerSettings } from '@opencode-commander/queue';
import type { Service } from '@opencode-commander/service';
import { carryOut } from './carry-out.ts';
import { createPoller, type PollerOptions } from './create-poller.ts';
import type { Poller } from './poller.ts';

/** A write that is cut off comes again, and looks before it writes. */
export const GRACE_MS = 5_000;

/** Carries out the outbox's writes, without looking for work, until it is stopped. Throws GitHubError without credentials. */
export function startOutbox(options: Omit<PollerOptions, 'health'>): Promise<Service> {
  return carryOutAll(createPoller(options), workerSettings(options));
}

/** The outbox as a part of `poller`. Throws RedisError. */
export async function carryOutAll(poller: Poller, settings: WorkerSettings): Promise<Service> {
  const outbox = await startOutboxWorker({ ...settings, write: (write) => carryOut(poller, write) });
  return { stop: () => outbox.stop(GRACE_MS) };
}

export function workerSettings({
  redisUrl,
  config,
  log,
}: Pick<PollerOptions, 'redisUrl' | 'config' | 'log'>): WorkerSettings {
  const onError = (error: Error) => void log.warn({ err: error }, error.message);
  return { redisUrl, prefix: config.redis.prefix, onError };
}
