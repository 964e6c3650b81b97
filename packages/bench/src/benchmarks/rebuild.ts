import type { Benchmark, Measurement } from '../benchmark.ts';
import type { Ground } from '../ground.ts';
import { millisecondsOf } from '../milliseconds-of.ts';
import { type OpenPoller, openPoller } from '../tick/open-poller.ts';

const REPOSITORIES = 10;
const TASKS = 1_000;

/** What it takes to rebuild everything from GitHub when Redis has lost it all. Takes some minutes. */
export const rebuild: Benchmark = {
  name: 'rebuild',
  about: `${TASKS} open tasks in ${REPOSITORIES} repositories from GitHub alone, after Redis was wiped`,
  rehearsed: false,
  async open(ground) {
    const poller = await openFilled(ground);
    return async () => {
      await poller.queues.redis.flushall();
      const first = await measure(poller);
      await requireAll(poller);
      return [...rows('first', first), ...rows('second', await measure(poller))];
    };
  },
};

async function openFilled(ground: Ground): Promise<OpenPoller> {
  const poller = await openPoller(ground, { repositories: REPOSITORIES, every: '1h' });
  for (let i = 0; i < TASKS; i += 1) {
    const repo = `acme/r${i % REPOSITORIES}`;
    poller.world.github.fileIssue({ repo, title: `Do ${i}`, labels: ['agent'], author: 'acme' });
  }
  await poller.tick();
  await poller.rest();
  await requireAll(poller);
  return poller;
}

type Tick = { ms: number; processorMs: number; requests: number; counted: number };

/** One tick, with what the simulator takes of the same process's time. */
async function measure(poller: OpenPoller): Promise<Tick> {
  const requests = poller.world.github.requestCounter();
  const before = process.cpuUsage();
  const ms = await millisecondsOf(() => poller.tick());
  const { user, system } = process.cpuUsage(before);
  const asked = requests();
  const counted = asked.filter(({ status }) => status !== 304).length;
  return { ms, processorMs: (user + system) / 1_000, requests: asked.length, counted };
}

function rows(which: string, { ms, processorMs, requests, counted }: Tick): Measurement[] {
  return [
    { measure: `the ${which} tick`, unit: 'ms', ours: ms },
    { measure: `  processor time of the ${which}, GitHub’s simulator in it`, unit: 'ms', ours: processorMs },
    { measure: `  requests, ${which} tick`, unit: 'a task', ours: requests / TASKS },
    { measure: `  of these not free, ${which} tick`, unit: 'a task', ours: counted / TASKS },
  ];
}

async function requireAll({ store }: OpenPoller): Promise<void> {
  const { queued } = await store.counts();
  if (queued !== TASKS) throw new Error(`${queued} tasks are queued, not ${TASKS}`);
}
