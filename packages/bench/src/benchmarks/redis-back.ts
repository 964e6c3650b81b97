import { setTimeout as delay } from 'node:timers/promises';
import { ReleaseStack } from '@opencode-commander/service';
import type { Benchmark, Measurement } from '../benchmark.ts';
import type { Ground } from '../ground.ts';
import { firstBareJob } from '../host/first-bare-job.ts';
import { giveTask, type Host, openHost, openQueue } from '../host/open-host.ts';
import { whenRecord } from '../host/when-record.ts';

/** Longer than any worker waits before it tries to connect again. */
const DOWN_MS = 5_000;

/** How long the programs are deaf when Redis is there again. */
export const redisBack: Benchmark = {
  name: 'redis-back',
  about: `from Redis taking connections again, ${DOWN_MS / 1_000} s after a SIGKILL, to the first job, against a bare BullMQ worker`,
  rehearsed: false,
  async open(ground) {
    const host = await openHost(ground, { COMMANDER_GITHUB_POLL_INTERVAL: '1s' });
    await host.startDispatcher();
    await host.startPoller();
    return () => measure(ground, host);
  },
};

async function measure(ground: Ground, host: Host): Promise<Measurement[]> {
  await using stack = new ReleaseStack({ warn: ground.say });
  const bare = await firstBareJob(host.redis.url, stack);
  await host.redis.restart(DOWN_MS);
  const back = performance.now();
  const ticked = untilAsked(host, back, ground.signal);
  const floor = bare(back);
  const queue = await openQueue({ stack }, host.world.config);
  const { id } = await giveTask(host, queue);
  const { epoch } = await whenRecord(queue.store, id, (task) => task.epoch > 0);
  const taken = performance.now() - back;
  const tick = await ticked;
  const at = new Date().toISOString();
  await queue.store.change({ id, epoch, at, status: 'cancelled', message: 'it has been measured' });
  return [
    { measure: 'to the first task taken', unit: 'ms', ours: taken, floor: await floor },
    { measure: 'to the first look at GitHub', unit: 'ms', ours: tick },
  ];
}

/** Milliseconds until GitHub is asked something again. */
async function untilAsked({ world: { github } }: Host, back: number, signal: AbortSignal): Promise<number> {
  const asked = github.requestCounter();
  while (asked().length === 0) await delay(5, undefined, { signal });
  return performance.now() - back;
}
