import { priorityNumber } from '@opencode-commander/task';
import { expect, test } from 'vitest';
import { moveTask, prioritizeTask } from '../src/index.ts';
import { startControl } from './a-control.ts';

type OwnControl = ReturnType<typeof startControl>;

/** The same control; as soon as its next change stands in the record, `work` is done before anything else. */
function after(control: OwnControl, work: () => Promise<unknown>): OwnControl {
  let isDone = false;
  const change: OwnControl['store']['change'] = async (...args) => {
    const changed = await control.store.change(...args);
    if (!isDone) {
      isDone = true;
      await work();
    }
    return changed;
  };
  return { ...control, store: { ...control.store, change } };
}

async function expectLow(control: OwnControl, id: string): Promise<void> {
  expect((await control.store.get(id))?.priority).toBe('low');
  const jobs = await control.queues.tasks.getPrioritized();
  expect(jobs.find(({ data }) => data.taskId === id)?.priority).toBe(priorityNumber('low'));
}

test('of two who give a task a priority at once the later word counts, in its job too', async () => {
  await using control = startControl();
  const task_id = await control.queue(1);
  const interrupted = after(control, () => prioritizeTask(control, { task_id, priority: 'low' }));
  await prioritizeTask(interrupted, { task_id, priority: 'high' });
  await expectLow(control, task_id);
});

test('so it is when one of them moves it', async () => {
  await using control = startControl();
  const [task_id, before] = [await control.queue(1), await control.queue(2)];
  await prioritizeTask(control, { task_id: before, priority: 'high' });
  const interrupted = after(control, () => prioritizeTask(control, { task_id, priority: 'low' }));
  await moveTask(interrupted, { task_id, before });
  await expectLow(control, task_id);
});
