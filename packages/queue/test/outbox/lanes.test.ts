import type { GitHubWrite } from '@opencode-commander/task';
import { describe, expect, test } from 'vitest';
import { carryWrite } from '../../src/outbox/carry-write.ts';
import { enqueueWrite } from '../../src/outbox/enqueue-write.ts';
import { createLanes } from '../../src/outbox/lanes.ts';
import { startOutboxWorker } from '../../src/outbox/outbox-worker.ts';
import { createQueues } from '../../src/queues.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { LeasedWorker } from '../../src/worker/leased-worker.ts';
import { startPrefix } from '../a-prefix.ts';
import { aborted, Collected } from '../an-event.ts';

const LOCK_MS = 500;

/** `a1` is the first comment on one issue, `b2` the second on another. */
const comment = (name: string): GitHubWrite => ({
  ...{ kind: 'comment', taskId: '12-a1b2c3', epoch: 0, operation: name, body: name },
  at: { repo: 'acme/web', number: name.charCodeAt(0) },
});
const nameOf = (write: GitHubWrite) => ('body' in write ? write.body : '');

type Hold = { signal: AbortSignal };

function start(
  carryOut: (name: string, count: number, hold: Hold) => Promise<void> | void = () => undefined,
) {
  const own = startPrefix();
  const queues = createQueues(own);
  const tries = new Collected<string>();
  const write = async (one: GitHubWrite, hold: Hold) => {
    const name = nameOf(one);
    tries.add(name);
    await carryOut(name, tries.items.filter((other) => other === name).length, hold);
  };
  const settings = { ...own, lockMs: LOCK_MS, onError: () => undefined };
  const carrying = { lanes: createLanes(queues), store: createTaskStore(own), write };
  return {
    queues,
    tries,
    carrying,
    settings,
    enqueue: async (...names: string[]) => {
      for (const name of names) await enqueueWrite(queues, comment(name));
    },
    startWorker: () => startOutboxWorker({ ...settings, write }),
    async settle() {
      const { outbox } = queues;
      for (let left = 1; left > 0; ) left = await outbox.getJobCountByTypes('wait', 'active', 'delayed');
    },
    async [Symbol.asyncDispose]() {
      await queues.close();
      await own[Symbol.asyncDispose]();
    },
  };
}

const unavailable = () => Promise.reject(new Error('unavailable'));
const forbidden = () => Promise.reject(Object.assign(new Error('forbidden'), { retryable: false }));

describe('the writes of a thread', () => {
  test('wait for the one before them, which is tried again; others do not', async () => {
    await using outbox = start((name, count) => (name === 'a1' && count < 3 ? unavailable() : undefined));
    await outbox.enqueue('a1', 'a2', 'b1', 'a3', 'b2');
    const worker = await outbox.startWorker();
    expect(await outbox.tries.until(7)).toEqual(['a1', 'b1', 'b2', 'a1', 'a1', 'a2', 'a3']);
    await worker.stop(1_000);
    const jobs = await outbox.queues.outbox.getCompleted();
    const attempts = jobs.map(({ data, attemptsMade }) => [nameOf(data), attemptsMade]);
    // Waiting costs no attempt.
    expect(Object.fromEntries(attempts)).toEqual({ a1: 3, a2: 1, a3: 1, b1: 1, b2: 1 });
    expect(await outbox.queues.redis.keys(`*${outbox.queues.prefix}*:lane:*`)).toEqual([]);
  });

  test('go on when one of them is given up', async () => {
    await using outbox = start((name, count) => {
      if (name !== 'a1') return undefined;
      return count === 1 ? unavailable() : forbidden();
    });
    await outbox.enqueue('a1', 'a2', 'a3');
    const worker = await outbox.startWorker();
    expect(await outbox.tries.until(4)).toEqual(['a1', 'a1', 'a2', 'a3']);
    await outbox.settle();
    await worker.stop(1_000);
    const [dead] = await outbox.queues.outbox.getFailed();
    expect(dead).toMatchObject({ failedReason: 'forbidden', attemptsMade: 2 });
  });

  test('keep their order when a worker stops in the middle', async () => {
    await using outbox = start((name, count, { signal }) =>
      name === 'a1' && count === 1 ? aborted(signal).then(unavailable) : undefined,
    );
    await outbox.enqueue('a1', 'a2', 'b1');
    const first = await outbox.startWorker();
    await outbox.tries.until(1);
    await first.stop(1_000);
    const second = await outbox.startWorker();
    await outbox.settle();
    expect(outbox.tries.items.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a1', 'a2']);
    await second.stop(1_000);
  });

  test('keep their order when what waits was removed by hand', async () => {
    await using outbox = start((name) => (name === 'a1' ? unavailable() : undefined));
    await outbox.enqueue('a1', 'a2');
    const worker = await outbox.startWorker();
    const { outbox: queue } = outbox.queues;
    while ((await queue.getDelayedCount()) < 2) await outbox.queues.redis.ping();
    const [a1, a2] = ['comment-12-a1b2c3-a1-acme.web.97', 'comment-12-a1b2c3-a2-acme.web.97'];
    const waiting = await queue.getJob(a2);
    expect(waiting?.progress).toMatchObject({ waits_for: 'an earlier write to acme/web#97' });
    expect((waiting?.delay ?? 0) / 1000).toBeCloseTo(60, 0);
    await queue.remove(a1);
    // As when its time has come.
    await waiting?.promote();
    await outbox.settle();
    expect(outbox.tries.items.at(-1)).toBe('a2');
    await worker.stop(1_000);
  });
});

describe('a worker that dies', () => {
  type Start = ReturnType<typeof start>;

  /** A worker of its own that carries out one job by `work` and dies when that says so. */
  async function dying(
    { settings, carrying }: Start,
    change: (die: () => Promise<never>) => Partial<typeof carrying>,
  ): Promise<void> {
    let died: () => void = () => undefined;
    const death = new Promise<void>((resolve) => {
      died = resolve;
    });
    const die = () => {
      died();
      return new Promise<never>(() => undefined);
    };
    const leased = await LeasedWorker.start<GitHubWrite>({
      ...settings,
      queue: 'outbox',
      options: { concurrency: 1, settings: { backoffStrategy: () => 300 } },
      globalConcurrency: 1,
      work: (job, lease, worker) => carryWrite({ ...carrying, ...change(die) }, job, { lease, worker }),
    });
    await death;
    await leased.worker.close(true);
    leased.redis.disconnect();
  }

  const deaths: [
    string,
    (lanes: Start['carrying'], die: () => Promise<never>) => Partial<Start['carrying']>,
  ][] = [
    ['before it writes', (_carrying, die) => ({ write: die })],
    ['when it has written', ({ write }, die) => ({ write: (one, hold) => write(one, hold).then(die) })],
    [
      'when it has left the lane',
      ({ lanes }, die) => ({ lanes: { ...lanes, leave: (...job) => lanes.leave(...job).then(die) } }),
    ],
    [
      'when it has queued up',
      ({ lanes }, die) => ({ lanes: { ...lanes, enter: (...job) => lanes.enter(...job).then(die) } }),
    ],
  ];

  test.each(deaths)('%s leaves nothing stuck and the order as it was', async (_when, change) => {
    await using outbox = start();
    await outbox.enqueue('a1', 'a2', 'a3');
    await dying(outbox, (die) => change(outbox.carrying, die));
    const worker = await outbox.startWorker();
    await outbox.settle();
    const seen = outbox.tries.items;
    expect(seen.slice(seen.lastIndexOf('a1'))).toEqual(['a1', 'a2', 'a3']);
    await worker.stop(1_000);
  });

  test('while another waits for a write that is tried again leaves nothing stuck', async () => {
    await using outbox = start((name, count) => (name === 'a1' && count === 1 ? unavailable() : undefined));
    await outbox.enqueue('a1', 'a2');
    const { lanes } = outbox.carrying;
    await dying(outbox, (die) => ({
      lanes: {
        ...lanes,
        enter: async (lane, id) => (await lanes.enter(lane, id)) || die(),
      },
    }));
    const worker = await outbox.startWorker();
    await outbox.settle();
    expect(outbox.tries.items).toEqual(['a1', 'a1', 'a2']);
    await worker.stop(1_000);
  });
});
