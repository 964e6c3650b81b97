import type { GitHubWrite } from '@opencode-commander/task';
import { expect, test, vi } from 'vitest';
import { enqueueWrite } from '../../src/outbox/enqueue-write.ts';
import { listWrites, replayWrite } from '../../src/outbox/list-writes.ts';
import { startOutboxWorker } from '../../src/outbox/outbox-worker.ts';
import { createQueues } from '../../src/queues.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

test.each([{ data: 'not json' }, { progress: '{' }])(
  'a write with %o is listed, and replayed, as one that cannot be read',
  async (damage) => {
    await using own = startPrefix();
    const [queues, store] = [createQueues(own), createTaskStore(own)];
    const write: GitHubWrite = { kind: 'status', taskId: aTask(1).id };
    await enqueueWrite(queues, write);
    const id = `status-${aTask(1).id}`;
    const worker = await startOutboxWorker({
      ...own,
      onError: () => undefined,
      write: () => Promise.reject(Object.assign(new Error('forbidden'), { retryable: false })),
    });
    await vi.waitFor(async () => expect(await queues.outbox.getFailedCount()).toBe(1));
    await worker.stop(1_000);
    await own.redis.hset(queues.outbox.toKey(id), damage);

    const list = () => listWrites(queues, { store, limit: 10 });
    const [dead] = await list();
    expect(dead).toMatchObject({ id, state: 'dead', write: null, attempts: 1, reason: 'forbidden' });
    expect(dead?.diedAt).toBeGreaterThan(dead?.enqueuedAt ?? Number.POSITIVE_INFINITY);
    expect(await replayWrite(queues, id)).toBe(true);
    expect(await list()).toMatchObject([{ id, state: 'waiting', write: null, attempts: 0 }]);
    await queues.close();
  },
);
