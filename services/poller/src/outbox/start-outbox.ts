import { type OutboxWorker, startOutboxWorker } from '@opencode-commander/queue';
import type { Service } from '@opencode-commander/service';
import { createPoller, type PollerOptions } from '../create-poller.ts';
import type { Poller } from '../poller.ts';
import { GRACE_MS, workerSettings } from '../worker-settings.ts';
import { carryOut } from './carry-out.ts';

/**
 * Carries out the outbox's writes, without looking for work, until it is stopped.
 * Throws RedisError, and GitHubError without credentials.
 */
export async function startOutbox(options: Omit<PollerOptions, 'health'>): Promise<Service> {
  const outbox = await startOutboxOf(createPoller(options), options);
  return { stop: () => outbox.stop(GRACE_MS) };
}

/** The outbox as a part of `poller`. Throws RedisError. */
export function startOutboxOf(
  poller: Poller,
  options: Pick<PollerOptions, 'redisUrl' | 'config' | 'log'>,
): Promise<OutboxWorker> {
  return startOutboxWorker({
    ...workerSettings(options),
    write: (write, lease) => carryOut(poller, write, () => lease.check()),
  });
}
