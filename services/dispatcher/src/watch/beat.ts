import { dispatcherRegistry } from '@opencode-commander/queue';
import { listSandboxes, PodmanError } from '@opencode-commander/sandbox';
import { repeat } from '@opencode-commander/service';
import type { DispatcherContext } from '../dispatcher-context.ts';

const BEAT_EVERY_MS = 5_000;
/** What it says last: who comes after it on the host has so long to take up its tasks before others do. */
const HAS_STOPPED = 'it has stopped: its tasks wait for the next one on this host';

/** Tells the others, now and every few seconds, that this dispatcher lives and what it does. Throws RedisError the first time only. */
export async function beat(
  context: DispatcherContext,
  { everyMs = BEAT_EVERY_MS }: { everyMs?: number | undefined } = {},
): Promise<{ stop(): Promise<void> }> {
  const { config, queues, runs, admission, machine, pid, started, log } = context;
  const registry = dispatcherRegistry(queues);
  const own = {
    id: context.id,
    machine,
    host: config.hostName,
    pid,
    started,
    startedAt: context.now().toISOString(),
  };
  const work = () =>
    registry.beat({
      ...own,
      slots: config.containers.maxConcurrent,
      running: runs.all().map(({ task }) => task.id),
      refuses: admission.refuses,
    });
  const onError = (err: unknown) =>
    log.warn({ err }, 'the other processes could not be told that this one lives');
  await work();
  const beating = repeat({ everyMs, work, onError });
  return {
    stop: async () => {
      await beating.stop();
      const last = (await leavesContainers(context))
        ? registry.beat({ ...own, slots: 0, running: [], refuses: HAS_STOPPED })
        : registry.leave(own.id);
      await last.catch(onError);
    },
  };
}

/** Tasks that wait, for people or for their turn, have theirs as well; where Podman does not say, there may be some. */
async function leavesContainers({ podman, instance, log }: DispatcherContext): Promise<boolean> {
  try {
    return (await listSandboxes(podman, { instance })).length > 0;
  } catch (err) {
    if (!(err instanceof PodmanError)) throw err;
    log.warn({ err }, 'it is not known whether containers are left');
    return true;
  }
}
