import type { TaskWorker } from '@opencode-commander/queue';
import { repeat } from '@opencode-commander/service';
import type { DispatcherContext } from '../dispatcher-context.ts';

const LOOK_EVERY_MS = 5_000;

/** Now and every few seconds: holds the worker while the host cannot take new tasks. What runs, or waits for the host, goes on. */
export async function watchAdmission(
  { admission, log }: Pick<DispatcherContext, 'admission' | 'log'>,
  { worker, everyMs = LOOK_EVERY_MS }: { worker: TaskWorker; everyMs?: number | undefined },
): Promise<{ stop(): Promise<void> }> {
  const onError = (err: unknown) => log.warn({ err }, 'it is not known whether the host can take new tasks');
  const work = async () => {
    const refuses = await admission.look();
    await (refuses === null ? worker.resume() : worker.hold());
  };
  await work();
  return repeat({ everyMs, work, onError });
}
