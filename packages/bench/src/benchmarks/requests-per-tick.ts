import type { Benchmark, Measurement } from '../benchmark.ts';
import { type Ground, onGround } from '../ground.ts';
import { openPoller } from '../tick/open-poller.ts';

const SIZES = [1, 100, 1_000];
/** One of them searches for new repositories. */
const TICKS = 10;

/** What watching costs of GitHub's hourly allowance while nothing happens. */
export const requestsPerTick: Benchmark = {
  name: 'requests-per-tick',
  about: 'what the poller asks of GitHub while nothing happens, with one task in the queue',
  rehearsed: false,
  open: async (ground) => async () => {
    const measurements: Measurement[] = [];
    for (const repositories of SIZES) measurements.push(...(await measure(ground, repositories)));
    return measurements;
  },
};

function measure(ground: Ground, repositories: number): Promise<Measurement[]> {
  return onGround({ ...ground, parent: ground.directory }, async (own) => {
    const { world, tick } = await openPoller(own, { repositories, every: '1h' });
    const { github } = world;
    const last = () => github.requests.at(-1)?.sequence ?? 0;
    await settle(tick, last);
    github.fileIssue({ repo: 'acme/r0', title: 'Do it', labels: ['agent'], author: 'acme' });
    await settle(tick, last);
    const before = last();
    for (let i = 0; i < TICKS; i += 1) await tick();
    const asked = github.requests.filter(({ sequence }) => sequence > before);
    const counted = asked.filter(({ status }) => status !== 304);
    const size = `${repositories} repositor${repositories === 1 ? 'y' : 'ies'}`;
    return [
      { measure: `requests, ${size}`, unit: 'a tick', ours: asked.length / TICKS },
      { measure: `of these not free, ${size}`, unit: 'a tick', ours: counted.length / TICKS },
    ];
  });
}

const AT_REST = 4;
const PATIENCE = 200;

/** Ticks until some ticks in a row asked no more than they always do. */
async function settle(tick: () => Promise<void>, last: () => number): Promise<void> {
  let quiet = 0;
  for (let i = 0; i < PATIENCE && quiet < AT_REST; i += 1) {
    const before = last();
    await tick();
    quiet = last() - before <= 2 ? quiet + 1 : 0;
  }
  if (quiet < AT_REST) throw new Error(`the poller did not come to rest in ${PATIENCE} ticks`);
}
