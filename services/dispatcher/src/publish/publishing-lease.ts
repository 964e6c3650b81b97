import { repeat } from '@opencode-commander/service';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';

const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;
/** The rest is for a request to arrive. */
const SAFE_SHARE = 0.8;

/** The right to publish, until it is disposed of. */
export type PublishingLease = AsyncDisposable & {
  /**
   * To be called between two steps that others see. Throws StaleEpochError, or what interrupted the run, when the right was
   * lost meanwhile: to a process that slept for longer than it holds.
   */
  confirm(): Promise<void>;
  /** The same by the clock alone, for the moment before a request leaves: a process that was frozen there goes on here. */
  check(): void;
};

/**
 * While it is held nobody cancels the task and nothing interrupts the run: what is half published would stay. The run's
 * last change of status ends it for others. Throws StaleEpochError when the task was cancelled before.
 */
export async function takePublishingLease(run: Run): Promise<PublishingLease> {
  let confirmedAt = Number.NEGATIVE_INFINITY;
  const renewed = async () => {
    // On a clock that nobody sets, and no later than the lease began.
    const sentAt = performance.now();
    await renew(run);
    confirmedAt = sentAt;
  };
  const confirm = async () => {
    run.signal.throwIfAborted();
    await renewed();
  };
  await confirm();
  run.isPublishing = true;
  const renewing = repeat({
    everyMs: RENEW_EVERY_MS,
    work: renewed,
    onError: (err) =>
      run.context.log.warn({ err, task: run.task.id }, 'the right to publish was not renewed'),
  });
  return {
    confirm,
    check: () => {
      run.signal.throwIfAborted();
      if (performance.now() - confirmedAt >= LEASE_MS * SAFE_SHARE) throw new LetGo({ why: 'taken' });
    },
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
