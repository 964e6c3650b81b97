import type { Task } from '@opencode-commander/task';
import type { Benchmark } from '../benchmark.ts';
import { giveEndlessTask, type Host, openHost } from '../host/open-host.ts';
import { whenRecord } from '../host/when-record.ts';
import { millisecondsOf } from '../milliseconds-of.ts';

const TASKS = 8;

/** How long a deployment waits for a dispatcher at work, and its tasks for the next one. */
export const drainTime: Benchmark = {
  name: 'drain-time',
  about: `from SIGTERM to the exit of a dispatcher with ${TASKS} tasks at work, against one with none`,
  rehearsed: false,
  async open(ground) {
    const host = await openHost(ground, { COMMANDER_CONTAINERS_MAX_CONCURRENT: String(TASKS) });
    let busy = await host.startDispatcher();
    for (let i = 0; i < TASKS; i++) await giveEndlessTask(host);
    await allRunning(host, ({ firstModelRequestAt }) => firstModelRequestAt !== null);
    return async () => {
      const before = await allRunning(host, () => true);
      const idle = await host.startDispatcher();
      const floor = await millisecondsOf(() => idle.end('SIGTERM'));
      const ours = await millisecondsOf(() => busy.end('SIGTERM'));
      const bootMs = await millisecondsOf(async () => {
        busy = await host.startDispatcher();
      });
      const again = await millisecondsOf(() => allRunning(host, (task) => isLater(task, before)));
      return [
        { measure: 'SIGTERM to exit', unit: 'ms', ours, floor },
        { measure: 'boot of the next one', unit: 'ms', ours: bootMs },
        { measure: 'until it watches all of them, in their containers', unit: 'ms', ours: again },
      ];
    };
  },
};

async function allRunning({ store }: Host, is: (task: Task) => boolean): Promise<Task[]> {
  const open = await store.list({ statuses: ['queued', 'dispatched', 'running'] });
  return Promise.all(
    open.map(({ id }) => whenRecord(store, id, (task) => task.status === 'running' && is(task))),
  );
}

/** Watched by another, and where it was: the same container, the same session. */
function isLater(task: Task, before: readonly Task[]): boolean {
  const old = before.find(({ id }) => id === task.id);
  if (old === undefined || task.epoch === old.epoch) return false;
  if (task.containerId === old.containerId && task.sessionId === old.sessionId) return true;
  throw new Error(`${task.id} was begun anew`);
}
