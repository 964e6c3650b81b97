import { startPollWorker } from '@opencode-commander/queue';
import type { Service } from '@opencode-commander/service';
import { createPoller, type PollerOptions } from './create-poller.ts';
import { GITHUB, runTick } from './run-tick.ts';
import { carryOutAll, GRACE_MS, workerSettings } from './start-outbox.ts';

export type PollerService = Service & {
  /** Looks at GitHub as soon as no tick runs. */
  pollNow(): Promise<void>;
};

/** Looks at GitHub every `poll_interval` and carries out the outbox's writes, until it is stopped. Throws GitHubError without credentials. */
export async function startPoller(options: PollerOptions): Promise<PollerService> {
  const { config, health } = options;
  const poller = createPoller(options);
  health.check(GITHUB, () => {
    const problem = poller.problems.current(GITHUB);
    if (problem !== undefined) throw problem;
  });
  const settings = workerSettings(options);
  const outbox = await carryOutAll(poller, settings);
  const everyMs = config.github.pollIntervalMs;
  const polls = await startPollWorker({ ...settings, everyMs, tick: (signal) => runTick(poller, signal) });
  return {
    pollNow: () => polls.pollNow(),
    async stop() {
      await Promise.all([polls.stop(GRACE_MS), outbox.stop()]);
    },
  };
}
