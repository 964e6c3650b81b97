import { expect, test } from 'vitest';
import { dispatch, type InputOf, OPERATIONS } from '../src/index.ts';
import type { TaskPage } from '../src/task-page.ts';
import { startControl } from './a-control.ts';

type OwnControl = ReturnType<typeof startControl>;

async function file(control: OwnControl, number: number, repo = 'acme/web'): Promise<string> {
  const { task } = await dispatch(control, { github_issue_url: control.file({ number, repo }) });
  return task.id;
}

/** Every page, from the first to the last. */
async function pages(control: OwnControl, input: InputOf<'tasks.list'>): Promise<TaskPage[]> {
  const operation = OPERATIONS['tasks.list'];
  const by = { ...control, allowedModels: () => null, by: 'octocat' };
  const found: TaskPage[] = [];
  for (let cursor: string | null | undefined; cursor !== null; cursor = found.at(-1)?.next ?? null) {
    const page = await operation.run(by, { ...input, ...(cursor !== undefined && { cursor }) });
    expect(operation.output.parse(page)).toEqual(page);
    found.push(page);
  }
  return found;
}

async function numbers(control: OwnControl, input: InputOf<'tasks.list'>): Promise<number[][]> {
  return (await pages(control, input)).map(({ tasks }) => tasks.map(({ number }) => number));
}

test('a page at a time, the newest first', async () => {
  await using control = startControl();
  expect(await numbers(control, {})).toEqual([[]]);
  for (const number of [1, 2, 3, 4]) await file(control, number);
  expect((await numbers(control, {}))[0]?.toSorted()).toEqual([1, 2, 3, 4]);
  const paged = await numbers(control, { limit: 3 });
  expect(paged.map(({ length }) => length)).toEqual([3, 1]);
  expect(paged.flat().toSorted()).toEqual([1, 2, 3, 4]);
});

test('those of a status, and of a repository', async () => {
  await using control = startControl();
  const ids = [await file(control, 1), await file(control, 2), await file(control, 3, 'acme/api')];
  const { epoch } = await control.store.claim({ id: ids[0] ?? '', host: 'h', at: new Date().toISOString() });
  expect(epoch).toBeGreaterThan(0);
  expect(await numbers(control, { statuses: ['dispatched'] })).toEqual([[1]]);
  expect(await numbers(control, { statuses: ['failed', 'completed'] })).toEqual([[]]);
  expect(await numbers(control, { repo: 'ACME/api' })).toEqual([[3]]);
  const web = await numbers(control, { repo: 'acme/web', limit: 1 });
  expect(web.map(({ length }) => length)).toEqual([1, 1]);
  expect(web.flat().toSorted()).toEqual([1, 2]);
  expect(await numbers(control, { repo: 'acme/web', statuses: ['queued'] })).toEqual([[2]]);
});
