import { repeat } from '@opencode-commander/service';
import type { Run } from '../run.ts';

const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;

/** The right to publish, until it is disposed of. */
export type PublishingHold = AsyncDisposable & {
  /**
   * To be called between two steps that others see. Throws StaleEpochError, or what interrupted the run, when the right was
   * lost meanwhile: to a process that slept for longer than it holds.
   */
  confirm(): Promise<void>;
};

/**
 * While it is held nobody cancels the task and nothing interrupts the run: what is half published would stay. The run's
 * last change of status ends it for others. Throws StaleEpochError when the task was cancelled before.
 */
export async function holdPublishing(run: Run): Promise<PublishingHold> {
  const confirm = async () => {
    run.signal.throwIfAborted();
    await renew(run);
  };
  await confirm();
  run.isPublishing = true;
  const renewing = repeat({
    everyMs: RENEW_EVERY_MS,
    work: () => renew(run),
    onError: (err) =>
      run.context.log.warn({ err, task: run.task.id }, 'the right to publish was not renewed'),
  });
  return {
    confirm,
    [Symbol.asyncDispose]: async () => {
      await renewing.stop();
      run.isPublishing = false;
    },
  };
}

async function renew(run: Run): Promise<void> {
  const until = new Date(run.context.now().getTime() + LEASE_MS);
  await run.patch({ publishingUntil: until.toISOString() });
}
