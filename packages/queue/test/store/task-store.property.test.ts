import { canTransition, STATUSES, type Status } from '@opencode-commander/task';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at } from '../a-task.ts';

type Step = { client: 0 | 1; action: 'create' | 'claim' | 'look' | Status };

const step = fc.record({
  client: fc.constantFrom(0, 1),
  action: fc.constantFrom('create', 'claim', 'claim', 'look', ...STATUSES),
}) satisfies fc.Arbitrary<Step>;

/** What the record must be, and the epoch each client believes in (it learns one only by claiming or looking). */
type Model = { status: Status | null; epoch: number; known: [number, number] };

test('two clients with stale epochs never take a task anywhere illegal', async () => {
  await using own = startPrefix();
  const other = own.redis.duplicate();
  const stores = [createTaskStore(own), createTaskStore({ redis: other, prefix: own.prefix })] as const;
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      number += 1;
      const task = aTask(number);
      const model: Model = { status: null, epoch: 0, known: [0, 0] };
      for (const { client, action } of steps) {
        const outcome = await perform(stores[client], { task, action, epoch: model.known[client] });
        expect(outcome).toBe(expected(model, client, action));
        const raises = outcome === 'ok' && (action === 'claim' || action === 'cancelled');
        const record = await stores[client].get(task.id);
        expect(record?.status ?? null).toBe(model.status);
        const epoch = record?.epoch ?? 0;
        expect(epoch > model.epoch).toBe(raises);
        model.epoch = epoch;
        if (outcome === 'ok' && (action === 'claim' || action === 'look')) model.known[client] = epoch;
      }
      const counted = await stores[0].list(model.status ? { statuses: [model.status] } : {});
      expect(counted.some(({ id }) => id === task.id)).toBe(model.status !== null);
    }),
    { numRuns: 60 },
  );
  const counts = await stores[0].counts();
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe((await stores[0].list()).length);
  other.disconnect();
});

type Store = ReturnType<typeof createTaskStore>;
type Attempt = { task: ReturnType<typeof aTask>; action: Step['action']; epoch: number };

async function perform(store: Store, { task, action, epoch }: Attempt): Promise<string> {
  try {
    if (action === 'create') return await store.create(task);
    if (action === 'look') return (await store.get(task.id)) ? 'ok' : 'missing';
    if (action === 'claim') await store.claim({ id: task.id, host: 'h', at: at(1) });
    else await store.change({ id: task.id, epoch, status: action, at: at(1) });
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}

/** Applies the step to the model and says what the store must answer. */
function expected(model: Model, client: 0 | 1, action: Step['action']): string {
  if (action === 'create') {
    if (model.status !== null) return 'exists';
    model.status = 'queued';
    return 'created';
  }
  if (action === 'look') return model.status === null ? 'missing' : 'ok';
  if (model.status === null) return 'TaskNotFoundError';
  const to = action === 'claim' ? 'dispatched' : action;
  if (action !== 'claim' && model.known[client] !== model.epoch) return 'StaleEpochError';
  if (!canTransition(model.status, to)) return 'IllegalTransitionError';
  model.status = to;
  return 'ok';
}
