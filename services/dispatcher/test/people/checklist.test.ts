import { expect, it } from 'vitest';
import { createChecklist } from '../../src/people/checklist.ts';
import { openRun } from '../open-run.ts';

const todos = [{ text: 'My own list', done: false }];
const steps = [{ text: 'Look around', done: true }];

it('shows the todo list until the agent reports something', async () => {
  await using opened = await openRun();
  const { run, store, id } = opened;
  let now = 0;
  const checklist = createChecklist(run, () => now);
  checklist.take(todos);
  await checklist.show();
  expect(await store.get(id)).toMatchObject({ checklist: todos, progress: null });

  now = 5_000;
  checklist.report({ steps, note: null });
  checklist.take(todos);
  await checklist.show();
  expect(await store.get(id)).toMatchObject({ checklist: steps, progress: { note: null } });
});

it('a run that takes the task up keeps to what was reported', async () => {
  await using opened = await openRun();
  const { run, store, id } = opened;
  await run.patch({ checklist: steps, progress: { note: 'Going well.' } });
  const checklist = createChecklist(run);
  checklist.take(todos);
  await checklist.show();
  expect(await store.get(id)).toMatchObject({ checklist: steps, progress: { note: 'Going well.' } });
});

it('writes no more often than every five seconds, and then the newest', async () => {
  await using opened = await openRun();
  const { run, store, id } = opened;
  let now = 0;
  const checklist = createChecklist(run, () => now);
  for (let i = 0; i < 100; i += 1) {
    now = i * 100;
    checklist.report({ steps: [{ text: `step ${i}`, done: false }], note: null });
    await checklist.show();
  }
  expect(await store.get(id)).toMatchObject({
    checklist: [{ text: 'step 50' }],
    revision: run.task.revision,
  });
});

it('writes what is new at the end, however short a while after the last time', async () => {
  await using opened = await openRun();
  const { run, store, id } = opened;
  const checklist = createChecklist(run, () => 0);
  checklist.report({ steps, note: null });
  await checklist.show();
  checklist.report({ steps, note: 'Done.' });
  await checklist.flush();
  const { revision } = run.task;
  await checklist.flush();
  expect(await store.get(id)).toMatchObject({ checklist: steps, progress: { note: 'Done.' }, revision });
});

it('is bounded and plain', async () => {
  await using opened = await openRun();
  const { run, store, id } = opened;
  const checklist = createChecklist(run);
  checklist.take(Array.from({ length: 90 }, () => ({ text: `a\u202E\n${'x'.repeat(500)}`, done: false })));
  await checklist.show();
  const shown = (await store.get(id))?.checklist ?? [];
  expect(shown).toHaveLength(50);
  expect(shown[0]?.text).toMatch(/^a x{197}…$/);
});
