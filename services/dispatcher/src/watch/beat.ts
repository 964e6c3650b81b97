import { dispatcherRegistry } from '@opencode-commander/queue';
import { repeat } from '@opencode-commander/service';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { readIdentity } from './read-identity.ts';

const BEAT_EVERY_MS = 5_000;

/** Tells the others, now and every few seconds, that this dispatcher lives and what it does. Throws RedisError the first time only. */
export async function beat(
  context: DispatcherContext,
  { everyMs = BEAT_EVERY_MS }: { everyMs?: number | undefined } = {},
): Promise<{ stop(): Promise<void> }> {
  const { config, queues, runs, admission, log } = context;
  const registry = dispatcherRegistry(queues);
  const own = {
    id: `${config.hostName}-${context.randomHex(8)}`,
    ...(await readIdentity()),
    host: config.hostName,
    startedAt: context.now().toISOString(),
    slots: config.containers.maxConcurrent,
  };
  const work = () =>
    registry.beat({ ...own, running: runs.all().map(({ task }) => task.id), refuses: admission.refuses });
  const onError = (err: unknown) =>
    log.warn({ err }, 'the other processes could not be told that this one lives');
  await work();
  const beating = repeat({ everyMs, work, onError });
  return {
    stop: async () => {
      await beating.stop();
      await registry.leave(own.id).catch(onError);
    },
  };
}
