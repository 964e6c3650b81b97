import { once } from 'node:events';
import type { Priority } from '@opencode-commander/task';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createQueues, type Queues } from '../../src/queues.ts';
import { enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { enqueueOnHost } from '../../src/tasks/host-queue.ts';
import { moveTask } from '../../src/tasks/move-task.ts';
import { queueOrder } from '../../src/tasks/queue-order.ts';
import { startTaskWorker } from '../../src/worker/task-worker.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

const id = (number: number) => aTask(number).id;

/** Queues with a task for each priority, numbered from 1 on. */
async function queuesWith(own: ReturnType<typeof startPrefix>, priorities: readonly Priority[]) {
  const queues = createQueues(own);
  for (const [i, priority] of priorities.entries()) await enqueueTask(queues, { id: id(i + 1), priority });
  return { ...queues, [Symbol.asyncDispose]: () => queues.close() };
}

/** `number:priority` of each that waits, by BullMQ's own word. */
async function order(queues: Queues): Promise<string[]> {
  const places = await queueOrder(queues);
  const jobs = await Promise.all(places.map((place) => queues.tasks.getJob(`run-${place.id}`)));
  return places.map((place, i) => `${place.id.split('-')[0]}:${jobs[i]?.priority}`);
}

describe('moveTask', () => {
  test.each([
    [5, { before: id(2) }, ['1:3', '5:3', '2:3', '3:3', '4:3']],
    [1, { before: id(4) }, ['2:3', '3:3', '1:3', '4:3', '5:3']],
    [4, { to: 'front' as const }, ['4:3', '1:3', '2:3', '3:3', '5:3']],
    [2, { to: 'back' as const }, ['1:3', '3:3', '4:3', '5:3', '2:3']],
  ])('%i to %o among equals', async (number, target, expected) => {
    await using own = startPrefix();
    await using queues = await queuesWith(own, ['medium', 'medium', 'medium', 'medium', 'medium']);
    expect(await moveTask(queues, id(number), target)).toEqual({ status: 'moved', priority: 'medium' });
    expect(await order(queues)).toEqual(expected);
    expect(await moveTask(queues, id(number), target)).toEqual({ status: 'same', priority: 'medium' });
    expect(await order(queues)).toEqual(expected);
    // What comes later comes after them.
    await enqueueTask(queues, { id: id(6), priority: 'medium' });
    expect((await order(queues)).at(-1)).toBe('6:3');
  });

  test('it takes over the priority of whom it goes before, and nobody else gets another', async () => {
    await using own = startPrefix();
    await using queues = await queuesWith(own, ['high', 'high', 'medium', 'medium', 'low']);
    expect(await moveTask(queues, id(4), { before: id(1) })).toEqual({ status: 'moved', priority: 'high' });
    expect(await order(queues)).toEqual(['4:2', '1:2', '2:2', '3:3', '5:4']);
    expect(await moveTask(queues, id(1), { before: id(5) })).toEqual({ status: 'moved', priority: 'low' });
    expect(await order(queues)).toEqual(['4:2', '2:2', '3:3', '1:4', '5:4']);
    expect(await moveTask(queues, id(3), { to: 'back' })).toEqual({ status: 'moved', priority: 'low' });
    expect(await moveTask(queues, id(5), { to: 'front' })).toEqual({ status: 'moved', priority: 'high' });
    expect(await order(queues)).toEqual(['5:2', '4:2', '2:2', '1:4', '3:4']);
    expect(await queues.tasks.getCountsPerPriority([1, 2, 3, 4])).toEqual({ 1: 0, 2: 3, 3: 0, 4: 2 });
  });

  test('before itself it stays', async () => {
    await using own = startPrefix();
    await using queues = await queuesWith(own, ['medium', 'medium']);
    expect(await moveTask(queues, id(2), { before: id(2) })).toMatchObject({ status: 'same' });
    expect(await order(queues)).toEqual(['1:3', '2:3']);
  });

  test('in the queue of its host it is moved there; whoever waits in another queue is elsewhere', async () => {
    await using own = startPrefix();
    await using queues = await queuesWith(own, ['medium']);
    for (const number of [2, 3]) await enqueueOnHost(queues, { id: id(number), priority: 'low' }, 'here');
    expect(await moveTask(queues, id(3), { to: 'front' })).toEqual({ status: 'moved', priority: 'low' });
    expect((await queueOrder(queues)).map((place) => place.id)).toEqual([id(1), id(3), id(2)]);
    expect(await moveTask(queues, id(3), { before: id(1) })).toEqual({ status: 'elsewhere' });
    expect(await moveTask(queues, id(1), { before: id(3) })).toEqual({ status: 'elsewhere' });
  });

  test('what does not wait is not moved, and nothing is moved to it', async () => {
    await using own = startPrefix();
    await using queues = await queuesWith(own, ['medium', 'medium']);
    const later = { jobId: `run-${id(3)}`, priority: 3, delay: 60_000 };
    await queues.tasks.add('run', { taskId: id(3) }, later);
    await own.redis.zrem(queues.tasks.toKey('prioritized'), `run-${id(2)}`);
    await own.redis.rpush(queues.tasks.toKey('wait'), `run-${id(2)}`);
    const places = { 2: 'next', 3: 'delayed', 4: 'none' };
    for (const [number, place] of Object.entries(places)) {
      const refused = { status: 'refused', task: id(Number(number)), place };
      expect(await moveTask(queues, id(Number(number)), { to: 'front' })).toEqual(refused);
      expect(await moveTask(queues, id(1), { before: id(Number(number)) })).toEqual(refused);
    }
    expect(await order(queues)).toEqual(['2:3', '1:3', '3:3']);
  });

  test('while a worker takes the jobs, each runs once and what has started is not moved', async () => {
    await using own = startPrefix();
    const numbers = Array.from({ length: 60 }, (_, i) => i + 1);
    await using queues = await queuesWith(
      own,
      numbers.map(() => 'medium'),
    );
    const begun: string[] = [];
    const all = new AbortController();
    const done = once(all.signal, 'abort');
    const worker = await startTaskWorker({
      ...own,
      concurrency: 2,
      onError: (error) => expect.unreachable(error.message),
      run: async ({ taskId }) => {
        begun.push(taskId);
        if (begun.length === numbers.length) all.abort();
      },
    });
    const told = await Promise.all(
      numbers.toReversed().map(async (number) => {
        const before = begun.includes(id(number));
        return { number, before, moved: await moveTask(queues, id(number), { to: 'front' }) };
      }),
    );
    await done;
    await worker.stop(1_000);
    expect(begun.toSorted()).toEqual(numbers.map(id).toSorted());
    expect(told.map(({ moved }) => moved.status)).toContain('moved');
    // Whoever had begun before was asked for was refused.
    for (const { before, moved } of told) if (before) expect(moved.status).toBe('refused');
    for (const { moved } of told)
      if (moved.status === 'refused') expect(['running', 'none']).toContain(moved.place);
    expect(await queues.tasks.getPrioritizedCount()).toBe(0);
  });

  test('whatever is moved where, it is as if it had been taken out of a list and put in again', async () => {
    await using own = startPrefix();
    const priorities = ['high', 'high', 'medium', 'medium', 'low', 'low'] as const;
    const numbers = priorities.map((_, i) => i + 1);
    const target = fc.oneof(
      fc.constantFrom(...numbers).map((number) => ({ before: id(number) })),
      fc.constantFrom('front' as const, 'back' as const).map((to) => ({ to })),
    );
    const moves = fc.array(fc.tuple(fc.constantFrom(...numbers), target), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(moves, async (asked) => {
        await own.redis.del('none', ...(await own.redis.keys(`{${own.prefix}}*`)));
        await using queues = await queuesWith(own, priorities);
        let expected: Entry[] = priorities.map((priority, i) => ({ id: id(i + 1), priority }));
        for (const [number, to] of asked) {
          expected = moved(expected, id(number), to);
          await moveTask(queues, id(number), to);
        }
        const numbered = { critical: 1, high: 2, medium: 3, low: 4 };
        expect(await order(queues)).toEqual(
          expected.map((each) => `${each.id.split('-')[0]}:${numbered[each.priority]}`),
        );
      }),
      { numRuns: 30 },
    );
  });
});

type Entry = { id: string; priority: Priority };

/** What a move is to do, on a list. */
function moved(list: readonly Entry[], which: string, target: Parameters<typeof moveTask>[2]): Entry[] {
  const others = list.filter((entry) => entry.id !== which);
  const [first, last] = [list[0]?.id, list.at(-1)?.id];
  const other = 'before' in target ? target.before : target.to === 'front' ? first : last;
  if (other === which || other === undefined) return [...list];
  const at = others.findIndex((entry) => entry.id === other);
  const priority = others[at]?.priority ?? 'low';
  const behind = 'to' in target && target.to === 'back';
  return others.toSpliced(behind ? at + 1 : at, 0, { id: which, priority });
}
