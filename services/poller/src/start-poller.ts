import { startPollWorker } from '@opencode-commander/queue';
import type { Service } from '@opencode-commander/service';
import { createPoller, type PollerOptions } from './create-poller.ts';
import { startOutboxOf } from './outbox/start-outbox.ts';
import { GITHUB } from './problems.ts';
import { runTick } from './run-tick.ts';
import { GRACE_MS, workerSettings } from './worker-settings.ts';

/** A poller that ticks. */
export type PollerService = Service & {
  /** Looks at GitHub as soon as no tick runs. */
  pollNow(): Promise<void>;
};

/** Looks at GitHub every `poll_interval` and carries out the outbox's writes, until it is stopped. Throws OperatorError without credentials. */
export async function startPoller(options: PollerOptions): Promise<PollerService> {
  const { config, health } = options;
  const poller = createPoller(options);
  health.check(GITHUB, () => {
    const problem = poller.problems.current(GITHUB);
    if (problem !== undefined) throw problem;
  });
  const outbox = await startOutboxOf(poller, options);
  const everyMs = () => config.github.pollIntervalMs;
  const tick = (signal: AbortSignal) => runTick(poller, signal);
  const polls = await startPollWorker({ ...workerSettings(options), everyMs, tick });
  health.check('polls', () => polls.checkRunning());
  health.check('outbox', () => outbox.checkRunning());
  return {
    pollNow: () => polls.pollNow(),
    async stop() {
      await Promise.all([polls, outbox].map((worker) => worker.stop(GRACE_MS)));
    },
  };
}
