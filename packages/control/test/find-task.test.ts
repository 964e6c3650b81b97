import { expect, test } from 'vitest';
import { dispatch, NoTaskError, OPERATIONS } from '../src/index.ts';
import { LATER, startControl } from './a-control.ts';

function asked(control: ReturnType<typeof startControl>) {
  const readRepository = async (name: string) => ({ id: 7, fullName: name, canPush: true });
  const by = { ...control, readRepository, allowedModels: () => null, by: 'octocat' };
  return async (task: string) => (await OPERATIONS['tasks.find'].run(by, { task })).task.id;
}

test('a task is found by its id, and by its issue however that is written', async () => {
  await using control = startControl();
  const id = await control.queue(12);
  await control.queue(2);
  await control.queue(120);
  const find = asked(control);
  for (const name of [
    id,
    'ACME/web#12',
    'github.example/acme/web#12',
    'https://github.example/acme/web/issues/12',
  ])
    expect(await find(name)).toBe(id);
});

test('of several tasks of an issue it is the latest, and another repository is another', async () => {
  await using control = startControl();
  const find = asked(control);
  const id = await control.queue(12);
  const other = control.file({ number: 12, repo: 'acme/api', repoId: 8 });
  const { task } = await dispatch(control, { github_issue_url: other });
  const first = await control.store.get(id);
  if (first === null) throw new Error('it is gone');
  const followUp = { ...first, id: '12-ffffff', round: 1, parentTaskId: id, createdAt: LATER };
  await control.store.create(followUp);
  expect(await find('acme/web#12')).toBe('12-ffffff');
  expect(await find(other)).toBe(task.id);
});

test.each([
  ['12-abcdef', /^There is no task 12-abcdef: commander tasks lists all/],
  ['acme/web#12', /^There is no task of acme\/web#12: /],
])('%s is not there', async (name, line) => {
  await using control = startControl();
  const finding = asked(control)(name);
  await expect(finding).rejects.toThrow(NoTaskError);
  await expect(finding).rejects.toThrow(line);
});

test('what names neither is refused', async () => {
  await using control = startControl();
  await expect(asked(control)('foo')).rejects.toThrow(/^foo names no task and no issue: write 12-a1b2c3/);
});
