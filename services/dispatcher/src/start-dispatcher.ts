import { mkdir } from 'node:fs/promises';
import { requireCredentials } from '@opencode-commander/backbone';
import type { Podman } from '@opencode-commander/sandbox';
import { ReleaseStack, type Service } from '@opencode-commander/service';
import { openAgentImage } from './admission/open-agent-image.ts';
import { createContext } from './create-context.ts';
import type { DispatcherContext } from './dispatcher-context.ts';
import type { DispatcherOptions } from './dispatcher-options.ts';
import { handOverLeft } from './hand-over-left.ts';
import { openHostPodman } from './open-host-podman.ts';
import { probeHostPodman } from './probe-host-podman.ts';
import { takeTasks } from './take-tasks.ts';
import { answerCleanUps } from './watch/answer-clean-ups.ts';
import { beat } from './watch/beat.ts';
import { cleanUp } from './watch/clean-up.ts';
import { followSlots } from './watch/follow-slots.ts';
import { keepHouse } from './watch/keep-house.ts';
import { oneAtATime } from './watch/one-at-a-time.ts';
import { tellActivity } from './watch/tell-activity.ts';
import { watchAdmission } from './watch/watch-admission.ts';
import { watchDispatchers } from './watch/watch-dispatchers.ts';
import { watchOwnRuns } from './watch/watch-own-runs.ts';
import { watchPauses } from './watch/watch-pauses.ts';
import { watchUrgent } from './watch/watch-urgent.ts';

/** A dispatcher that takes tasks. */
export type DispatcherService = Service & {
  podman: Podman;
  /** Claims nothing more; what runs goes on. */
  pause(): Promise<void>;
};

/** Gives the runs this long to let go of their tasks. */
const GRACE_MS = 5_000;

/** What the runs and the worker may take to end. */
const STOP_MS = 20_000;

/**
 * Takes tasks off the queue and runs them in sandboxes of this host until it is stopped.
 * Throws PodmanError (RunDirectoryError where Podman sees another `run_dir`), RedisError, and OperatorError without credentials.
 */
export async function startDispatcher(options: DispatcherOptions): Promise<DispatcherService> {
  const { config, log, health } = options;
  requireCredentials(config);
  await mkdir(config.runDir, { recursive: true, mode: 0o700 });
  const stack = new ReleaseStack({ warn: (line) => log.warn(line) });
  try {
    const opened = await openHostPodman(options);
    stack.defer('Podman', () => opened.stop());
    const { podman } = opened;
    await probeHostPodman(options, opened);
    const image = await openAgentImage(options, podman);
    stack.defer('the agent image', () => image.stop());
    const context = await createContext(options, { podman, image });
    await context.admission.look();
    await startWatches(context, { ...options, stack });
    const worker = await takeTasks(options, context);
    const end = async () => {
      await worker.stop(GRACE_MS);
      await handOverLeft(context);
    };
    stack.defer('the worker', end, STOP_MS);
    const slots = followSlots(context, worker);
    stack.defer('the look at the slots', () => slots.stop());
    const admission = await watchAdmission(context, { worker, everyMs: options.admissionEveryMs });
    stack.defer('the watch over admission', () => admission.stop());
    health.note('admission', () => context.admission.refuses);
    health.check('podman', () => podman.ping());
    health.check('worker', () => worker.checkRunning());
    return { podman, pause: () => worker.pause(), stop: () => stack.release() };
  } catch (error) {
    await stack.release();
    throw error;
  }
}

/** What looks after the runs and the host as long as the dispatcher lives. */
async function startWatches(
  context: DispatcherContext,
  { tidyEveryMs, stack }: DispatcherOptions & { stack: ReleaseStack },
): Promise<void> {
  const beating = await beat(context);
  stack.defer('the beat', () => beating.stop());
  const telling = tellActivity(context);
  stack.defer('the word on what agents use', () => telling.stop());
  const dispatchers = await watchDispatchers(context);
  stack.defer('the watch over dispatchers', () => dispatchers.stop());
  const clean = oneAtATime((wanted?: { dryRun: boolean }) => cleanUp(context, wanted));
  const house = await keepHouse(context, { cleanUp: clean, everyMs: tidyEveryMs });
  stack.defer('the housekeeping', () => house.stop());
  const asked = answerCleanUps(context, clean);
  stack.defer('what is asked of the housekeeping', () => asked.stop());
  const runs = await watchOwnRuns(context);
  stack.defer('the watch over the runs', () => runs.stop());
  const pauses = watchPauses(context);
  stack.defer('the watch over pauses', () => pauses.stop());
  const urgent = watchUrgent(context);
  stack.defer('the watch for critical tasks', () => urgent.stop());
}
