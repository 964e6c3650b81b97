import { enqueueWrite } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import { describe, expect, it } from 'vitest';
import { ask, complete, publish, run, taskOf } from './acts.ts';
import { later } from './later.ts';
import { type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';
import { startRecordedRedis } from './recorded-redis.ts';

const REVIEW = { repo: REPO, by: 'alice', state: 'CHANGES_REQUESTED', body: 'Rather b.' } as const;
/** Of the hundreds of places where the file can be cut, so many, as evenly spread as can be. */
const CUTS = 16;

describe('a Redis whose file was cut', () => {
  it('comes to the same end wherever that was, and says nothing twice', { timeout: 240_000 }, async () => {
    await using redis = await startRecordedRedis();
    await using world = await startPollerWorld({ redisUrl: redis.url });
    const poller = world.poller();
    const places = await live(world, () => world.look(poller));
    const recording = await redis.recording();
    const end = await worldOf(world, places);

    const { ends } = recording;
    expect(ends.length).toBeGreaterThan(10 * CUTS);
    for (const cut of spread(ends, CUTS)) {
      // An error on the way is no reason to stop waiting, as it is for `once`.
      const ready = new Promise<void>((resolve) => world.redis.once('ready', () => resolve()));
      await redis.comeBackWith(recording, cut);
      await ready;
      await world.look(poller);
      await world.look(poller);
      const of = `${ends.indexOf(cut) + 1} of ${ends.length} commands`;
      expect({ of, ...(await worldOf(world, places)) }).toEqual({ of, ...end });
    }
  });
});

/** From nothing until its follow-up is done: an issue that is asked about, published and reviewed. */
async function live(
  world: PollerWorld,
  look: () => Promise<void>,
): Promise<{ number: number; pull: number }> {
  const step = async (act: () => unknown) => {
    // GitHub's instants are whole seconds; what is cut off and what is left are further apart.
    await later();
    await act();
    await look();
  };
  await look();
  const number = world.file();
  await step(() => undefined);
  await step(async () => ask(world, await taskOf(world, number)));
  await step(() => world.simulator.comment({ repo: REPO, number, by: 'alice', body: 'red' }));
  await step(async () => {
    const { id, epoch } = await run(world, await taskOf(world, number));
    const at = new Date().toISOString();
    const patch = { question: null, answer: null };
    await world.store.change({ id, epoch, at, status: 'queued', patch });
  });
  let pull = 0;
  await step(async () => {
    const opened = await publish(world, await taskOf(world, number));
    pull = opened.number;
    await tell(world, opened.task);
  });
  await step(() => world.simulator.review({ ...REVIEW, number: pull }));
  await step(async () => tell(world, await complete(world, await taskOf(world, number, 1))));
  await look();
  return { number, pull };
}

async function tell({ queues }: PollerWorld, { id, epoch }: Task): Promise<void> {
  const operation = 'result';
  await enqueueWrite(queues, { kind: 'comment', taskId: id, epoch, operation, body: operation });
  await enqueueWrite(queues, { kind: 'status', taskId: id });
}

function spread(ends: readonly number[], count: number): number[] {
  const every = ends.length / count;
  return Array.from({ length: count }, (_, i) => ends[Math.floor((i + 0.5) * every)] ?? 0);
}

/** What people see, and what Redis says of it. */
async function worldOf(world: PollerWorld, { number, pull }: { number: number; pull: number }) {
  const words = (of: number) => world.comments(of).map((body) => body.replace(/^<!--.*-->\n/, ''));
  const tasks = (await world.store.list()).map(
    ({ id, round, status, question, questions, prUrl, followUp }) => ({
      ...{ id, round, status, question, questions, prUrl, followUp },
    }),
  );
  return {
    issue: { words: words(number), labels: [...world.labels(number)].sort() },
    pull: { words: words(pull), labels: [...world.labels(pull)].sort() },
    pulls: await world.store.pulls(),
    tasks: tasks.sort((a, b) => a.round - b.round),
    jobs: await world.queues.tasks.getJobCountByTypes('waiting', 'prioritized'),
  };
}
