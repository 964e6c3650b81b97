import type { Task } from '@opencode-commander/task';
import { describe, expect, it } from 'vitest';
import { ask, complete, publish, run, taskOf } from './acts.ts';
import { later } from './later.ts';
import { type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

/** Every key of the world's installation. */
type Snapshot = Map<string, Buffer>;

async function keysOf({ redis, prefix }: PollerWorld): Promise<string[]> {
  return redis.keys(`*${prefix}}*`);
}

async function take(world: PollerWorld): Promise<Snapshot> {
  const snapshot: Snapshot = new Map();
  for (const key of await keysOf(world)) {
    const dump = await world.redis.dumpBuffer(key);
    if (dump !== null) snapshot.set(key, dump);
  }
  return snapshot;
}

async function goBack(world: PollerWorld, snapshot: Snapshot): Promise<void> {
  await world.forget('');
  for (const [key, dump] of snapshot) await world.redis.restore(key, 0, dump);
}

const REVIEW = { repo: REPO, by: 'alice', state: 'CHANGES_REQUESTED', body: 'Rather b.' } as const;

describe('a Redis whose file was cut', () => {
  it('comes to the same end wherever that was, and says nothing twice', { timeout: 240_000 }, async () => {
    await using world = await startPollerWorld();
    const poller = world.poller();
    const snapshots: Snapshot[] = [];
    const say = async ({ id, epoch }: Task, operation: string) => {
      await world.queues.outbox.add('comment', {
        ...{ kind: 'comment', taskId: id, epoch, operation, body: operation },
      });
      await world.queues.outbox.add('status', { kind: 'status', taskId: id });
    };
    const step = async (act: () => unknown) => {
      // GitHub's instants are whole seconds; what is cut off and what is left are further apart.
      await later();
      await act();
      snapshots.push(await take(world));
      await world.look(poller);
      snapshots.push(await take(world));
    };
    await step(() => undefined);
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
      await say(opened.task, 'result');
    });
    await step(() => world.simulator.review({ ...REVIEW, number: pull }));
    await step(async () => say(await complete(world, await taskOf(world, number, 1)), 'result'));
    await world.look(poller);

    const end = await worldOf(world, { number, pull });
    for (const [i, snapshot] of snapshots.entries()) {
      await goBack(world, snapshot);
      await world.look(poller);
      await world.look(poller);
      expect({ i, ...(await worldOf(world, { number, pull })) }).toEqual({ i, ...end });
    }
  });
});

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
