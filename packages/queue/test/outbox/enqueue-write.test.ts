import type { GitHubWrite } from '@opencode-commander/task';
import { describe, expect, test } from 'vitest';
import type { Keyspace } from '../../src/keyspace.ts';
import { enqueueWrite } from '../../src/outbox/enqueue-write.ts';
import { replayWrite } from '../../src/outbox/list-writes.ts';
import { startOutboxWorker } from '../../src/outbox/outbox-worker.ts';
import { createQueues } from '../../src/queues.ts';
import { startPrefix } from '../a-prefix.ts';
import { Collected } from '../an-event.ts';

const taskId = '12-a1b2c3';
const status: GitHubWrite = { kind: 'status', taskId };
const comment = (body: string): GitHubWrite => ({
  ...{ kind: 'comment', taskId, epoch: 1, operation: 'question_1', body },
  at: { repo: 'acme/web', number: 12 },
});
const bodyOf = (write: GitHubWrite) => ('body' in write ? write.body : write.kind);

async function start(carryOut: (write: GitHubWrite) => Promise<void> = async () => undefined) {
  const own = startPrefix();
  const queues = createQueues(own);
  const written = new Collected<string>();
  const startWorker = () =>
    startOutboxWorker({
      ...own,
      onError: () => undefined,
      write: async (write) => {
        written.add(bodyOf(write));
        await carryOut(write);
      },
    });
  return {
    queues,
    written,
    startWorker,
    async [Symbol.asyncDispose]() {
      await queues.close();
      await own[Symbol.asyncDispose]();
    },
  };
}

/** Queues of a process that is slow: it adds no job before it is let go, but has looked what is there. */
function slow(keyspace: Keyspace) {
  const queues = createQueues(keyspace);
  const gate = held();
  const looked = held();
  const add = queues.outbox.add.bind(queues.outbox);
  queues.outbox.add = async (...args) => {
    looked.release();
    await gate.wait();
    return add(...args);
  };
  return { queues, looked: looked.wait, release: gate.release };
}

/** A write that lasts until it is let go. */
function held() {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { release, wait: () => released };
}

describe('enqueueWrite', () => {
  test('makes a job anew that is in no list, since Redis kept half a transaction only', async () => {
    await using outbox = await start();
    const { queues, written } = outbox;
    await enqueueWrite(queues, comment('lost'));
    const [job] = await queues.outbox.getWaiting();
    expect(await queues.redis.lrem(queues.outbox.toKey('wait'), 0, job?.id ?? '')).toBe(1);
    await enqueueWrite(queues, comment('again'));
    const worker = await outbox.startWorker();
    expect(await written.until(1)).toEqual(['again']);
    await worker.stop(1_000);
  });

  test('makes one job of the same write, whoever enqueues it and how often', async () => {
    await using outbox = await start();
    const other = createQueues(outbox.queues);
    await Promise.all([outbox.queues, other, other].map((queues) => enqueueWrite(queues, status)));
    await enqueueWrite(other, { kind: 'status', taskId: '13-a1b2c3' });
    const ids = (await outbox.queues.outbox.getWaiting()).map(({ id }) => id);
    expect(ids.sort()).toEqual(['status-12-a1b2c3', 'status-13-a1b2c3']);
    await other.close();
  });

  test('has a comment that waits say the newest text', async () => {
    await using outbox = await start();
    await enqueueWrite(outbox.queues, comment('Red?'));
    await enqueueWrite(outbox.queues, comment('Red or blue?'));
    const worker = await outbox.startWorker();
    expect(await outbox.written.until(1)).toEqual(['Red or blue?']);
    await worker.stop(1_000);
    expect(await outbox.queues.outbox.getCompletedCount()).toBe(1);
  });

  test('loses nothing that is enqueued while the same write is carried out, and repeats it once', async () => {
    const first = held();
    await using outbox = await start(first.wait);
    const worker = await outbox.startWorker();
    await enqueueWrite(outbox.queues, comment('one'));
    await outbox.written.until(1);
    for (const body of ['two', 'three']) await enqueueWrite(outbox.queues, comment(body));
    first.release();
    expect(await outbox.written.until(2)).toEqual(['one', 'three']);
    await worker.stop(1_000);
    expect(outbox.written.items).toHaveLength(2);
  });

  test('the newest text comes last, also when what was under way has to be tried again', async () => {
    const first = held();
    let tries = 0;
    await using outbox = await start(async () => {
      tries += 1;
      if (tries > 1) return;
      await first.wait();
      throw new Error('unavailable');
    });
    const worker = await outbox.startWorker();
    await enqueueWrite(outbox.queues, comment('one'));
    await outbox.written.until(1);
    await enqueueWrite(outbox.queues, comment('two'));
    first.release();
    while ((await outbox.queues.outbox.getDelayedCount()) < 2) await outbox.queues.redis.ping();
    await enqueueWrite(outbox.queues, comment('three'));
    expect(await outbox.written.until(3)).toEqual(['one', 'one', 'three']);
    await worker.stop(1_000);
  });

  test('a text that was given up goes when a newer one is enqueued, lest a replay writes it over that', async () => {
    const [first, second] = [held(), held()];
    await using outbox = await start(async (write) => {
      if (bodyOf(write) === 'one') await first.wait();
      if (bodyOf(write) === 'three') await second.wait();
      if (bodyOf(write) === 'two') throw Object.assign(new Error('forbidden'), { retryable: false });
    });
    const { queues, written } = outbox;
    const worker = await outbox.startWorker();
    await enqueueWrite(queues, comment('one'));
    await written.until(1);
    await enqueueWrite(queues, comment('two'));
    first.release();
    while ((await queues.outbox.getFailedCount()) < 1) await queues.redis.ping();
    const [dead] = await queues.outbox.getFailed();
    expect(dead).toMatchObject({ id: expect.stringMatching(/-again$/), data: comment('two') });
    await enqueueWrite(queues, comment('three'));
    await written.until(3);
    expect(await replayWrite(queues, dead?.id ?? '')).toBe(false);
    expect(await queues.outbox.getFailedCount()).toBe(0);
    await enqueueWrite(queues, comment('four'));
    second.release();
    expect(await written.until(4)).toEqual(['one', 'two', 'three', 'four']);
    await worker.stop(1_000);
  });

  test('a write that ended, well or not, does not swallow the next one', async () => {
    let tries = 0;
    await using outbox = await start(async () => {
      tries += 1;
      if (tries === 2) throw Object.assign(new Error('forbidden'), { retryable: false });
    });
    const { queues, written } = outbox;
    const worker = await outbox.startWorker();
    for (const count of [1, 2, 3]) {
      await enqueueWrite(queues, status);
      await written.until(count);
      while ((await queues.outbox.getActiveCount()) > 0) await queues.redis.ping();
      expect(await queues.outbox.getFailedCount()).toBe(count === 2 ? 1 : 0);
    }
    await worker.stop(1_000);
    expect(await queues.outbox.getCompletedCount()).toBe(1);
  });

  test.each([
    ['the older', [0, 1]],
    ['the newer', [1, 0]],
  ])(
    'keeps the newest of two texts that are enqueued at once, also when %s is added first',
    async (_who, order) => {
      await using outbox = await start();
      const processes = [slow(outbox.queues), slow(outbox.queues)] as const;
      const enqueued: Promise<void>[] = [];
      for (const [i, { queues, looked }] of processes.entries()) {
        enqueued.push(enqueueWrite(queues, comment(i === 0 ? 'older' : 'newer')));
        await looked();
      }
      for (const i of order) {
        processes[i]?.release();
        await enqueued[i];
      }
      expect((await outbox.queues.outbox.getWaiting()).map(({ data }) => bodyOf(data))).toEqual(['newer']);
      for (const { queues } of processes) await queues.close();
    },
  );

  test('writes the newer of two texts after the older when that is under way by the time both are added', async () => {
    const first = held();
    await using outbox = await start(first.wait);
    const [older, newer] = [slow(outbox.queues), slow(outbox.queues)];
    const both = [enqueueWrite(older.queues, comment('older'))];
    await older.looked();
    both.push(enqueueWrite(newer.queues, comment('newer')));
    await newer.looked();
    older.release();
    await both[0];
    const worker = await outbox.startWorker();
    await outbox.written.until(1);
    newer.release();
    await both[1];
    first.release();
    expect(await outbox.written.until(2)).toEqual(['older', 'newer']);
    await worker.stop(1_000);
    for (const { queues } of [older, newer]) await queues.close();
  });

  test('what an earlier run still has to say does not take the place of what a later one says', async () => {
    await using outbox = await start();
    const said = (epoch: number, body: string) => ({ ...comment(body), epoch }) as GitHubWrite;
    for (const write of [said(2, 'later run'), said(1, 'earlier run')])
      await enqueueWrite(outbox.queues, write);
    const waiting = async () => (await outbox.queues.outbox.getWaiting()).map(({ data }) => bodyOf(data));
    expect(await waiting()).toEqual(['later run']);
    await enqueueWrite(outbox.queues, said(0, 'nobody in particular'));
    expect(await waiting()).toEqual(['nobody in particular']);
  });
});
