import {
  dispatcherRegistry,
  freeHostQueues,
  putBackRuns,
  type SeenDispatcher,
} from '@opencode-commander/queue';
import { repeat } from '@opencode-commander/service';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { isRunning } from '../is-running.ts';
import { bootOf } from '../read-identity.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Now and every second: takes up what dispatchers of this host that died have left, at once, and frees what waits for
 * hosts that are gone. Throws RedisError the first time only.
 */
export async function watchDispatchers(context: DispatcherContext): Promise<{ stop(): Promise<void> }> {
  const twins = tellOfTwins(context);
  const work = async () => {
    const seen = await context.hosts.look();
    twins(seen);
    for (const dispatcher of seen) if (hasDied(context, dispatcher)) await succeed(context, dispatcher);
    await freeTasks(context);
  };
  await work();
  const onError = (err: unknown) => context.log.warn({ err }, 'it is not known which dispatchers live');
  return repeat({ everyMs: LOOK_EVERY_MS, work, onError });
}

function hasDied(here: DispatcherContext, dispatcher: SeenDispatcher): boolean {
  return dispatcher.host === here.config.hostName && isRunning(dispatcher, here) === false;
}

async function succeed({ queues, config, log }: DispatcherContext, { id }: SeenDispatcher): Promise<void> {
  const tasks = await putBackRuns(queues, { dispatcher: id, host: config.hostName });
  await dispatcherRegistry(queues).leave(id);
  if (tasks.length > 0)
    log.warn({ dispatcher: id, tasks }, 'a dispatcher died: its tasks are taken up again');
}

async function freeTasks({ queues, hosts, config, log }: DispatcherContext): Promise<void> {
  const isGone = (host: string) => host !== config.hostName && hosts.isGone(host);
  const tasks = await freeHostQueues(queues, isGone);
  if (tasks.length > 0) log.warn({ tasks }, 'their host is gone: these tasks begin anew elsewhere');
}

/** Two machines of one name cannot tell which of them has a task's container: it is said once for each. */
function tellOfTwins({ config, machine, log }: DispatcherContext): (seen: readonly SeenDispatcher[]) => void {
  const told = new Set<string>();
  return (seen) => {
    for (const { host, alive, machine: other } of seen) {
      const boot = bootOf(other);
      if (!alive || host !== config.hostName || boot === bootOf(machine) || told.has(boot)) continue;
      told.add(boot);
      log.warn(
        `another machine calls itself ${host} too: give each a host_name of its own, or their tasks begin anew too often`,
      );
    }
  };
}
