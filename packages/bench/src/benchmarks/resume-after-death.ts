import type { TaskId } from '@opencode-commander/task';
import type { Benchmark, Measurement } from '../benchmark.ts';
import { giveEndlessTask, type Host, openHost } from '../host/open-host.ts';
import { stalledJob } from '../host/stalled-job.ts';
import { whenRecord } from '../host/when-record.ts';
import type { RunningProgram } from '../start-program.ts';

/** How long an agent works unwatched when its dispatcher is killed. */
export const resumeAfterDeath: Benchmark = {
  name: 'resume-after-death',
  about: 'from SIGKILL of a dispatcher until another watches its task, against BullMQ noticing a dead worker',
  rehearsed: false,
  async open(ground) {
    const host = await openHost(ground);
    const { id } = await giveEndlessTask(host);
    let holder = await host.startDispatcher();
    // Once for all runs: it takes a minute.
    const stalled = stalledJob(host.redis.url, ground.signal);
    stalled.catch(() => undefined);
    // Before that opencode boots, and answers nobody.
    await host.world.model.untilRequest(({ script }) => script !== null, ground.signal);
    return async () => {
      const alone = await kill(host, id, { holder, next: () => host.startDispatcher() });
      const sibling = await host.startDispatcher();
      const beside = await kill(host, id, { holder: alone.next, next: async () => sibling });
      holder = sibling;
      const floor = await stalled;
      return [
        row('to the claim by one that ran beside it', beside.claimedMs, floor),
        row('to the watch of the one beside it', beside.watchedMs),
        row('to the claim by a successor started at once', alone.claimedMs, floor),
        row('to the watch of that successor', alone.watchedMs),
        row('  of it: its boot', alone.bootMs),
      ];
    };
  },
};

function row(measure: string, ours: number, floor?: number): Measurement {
  return { measure, unit: 'ms', ours, ...(floor !== undefined && { floor }) };
}

type Succession = { holder: RunningProgram; next: () => Promise<RunningProgram> };
type Times = { claimedMs: number; watchedMs: number; bootMs: number; next: RunningProgram };

async function kill(host: Host, id: TaskId, { holder, next }: Succession): Promise<Times> {
  const { epoch, containerId } = await forgive(host, id);
  const claimed = whenRecord(host.store, id, (task) => task.epoch > epoch);
  const watched = whenRecord(host.store, id, (task) => task.epoch > epoch && task.status === 'running');
  const began = performance.now();
  const since = async (moment: Promise<unknown>) => {
    await moment;
    return performance.now() - began;
  };
  const times = [since(claimed), since(watched)] as const;
  await holder.end('SIGKILL');
  const successor = next();
  const bootMs = since(successor);
  const [claimedMs, watchedMs] = await Promise.all(times);
  if ((await watched).containerId !== containerId) throw new Error(`${id} was begun anew`);
  return { claimedMs, watchedMs, bootMs: await bootMs, next: await successor };
}

/** A task that had killed so many dispatchers would be given up. */
async function forgive({ store }: Host, id: TaskId) {
  const task = await whenRecord(store, id, ({ status }) => status === 'running');
  const at = new Date().toISOString();
  return store.change({ id, epoch: task.epoch, at, patch: { crashes: 0 } });
}
