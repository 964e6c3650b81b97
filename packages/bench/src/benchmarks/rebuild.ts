import type { Benchmark, Measurement } from '../benchmark.ts';
import type { Ground } from '../ground.ts';
import { openPoller } from '../tick/open-poller.ts';

const REPOSITORIES = 10;
const TASKS = 1_000;
const TICKS = 2;

/** What it takes to rebuild everything from GitHub when Redis has lost it all. */
export const rebuild: Benchmark = {
  name: 'rebuild',
  about: `${TASKS} open tasks in ${REPOSITORIES} repositories from GitHub alone, after Redis was wiped`,
  rehearsed: false,
  open: async (ground) => () => measure(ground),
};

async function measure(ground: Ground): Promise<Measurement[]> {
  const { world, store, queues, tick, rest } = await openPoller(ground, {
    repositories: REPOSITORIES,
    every: '1h',
  });
  const { github } = world;
  for (let i = 0; i < TASKS; i += 1)
    github.fileIssue({
      repo: `acme/r${i % REPOSITORIES}`,
      title: `Do ${i}`,
      labels: ['agent'],
      author: 'acme',
    });
  await tick();
  await rest();
  const before = await store.counts();
  await queues.redis.flushall();
  const last = github.requests.at(-1)?.sequence ?? 0;
  const begun = performance.now();
  for (let i = 0; i < TICKS; i += 1) await tick();
  const took = performance.now() - begun;
  const after = await store.counts();
  if (after.queued !== TASKS || before.queued !== TASKS)
    throw new Error(`${after.queued} of ${before.queued} tasks were rebuilt, not ${TASKS}`);
  const asked = github.requests.filter(({ sequence }) => sequence > last);
  const counted = asked.filter(({ status }) => status !== 304);
  return [
    { measure: `rebuild ${TASKS} tasks in ${TICKS} ticks`, unit: 'ms', ours: took },
    { measure: 'requests', unit: 'a task', ours: asked.length / TASKS },
    { measure: 'of these not free', unit: 'a task', ours: counted.length / TASKS },
  ];
}
