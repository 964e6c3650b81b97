import { repositoryList } from '@opencode-commander/queue';
import { isVouched } from '@opencode-commander/task';
import { expect, test } from 'vitest';
import { DispatchError, dispatch, InputError, OPERATIONS, runOperation } from '../src/index.ts';
import { startControl } from './a-control.ts';

const TEXT = { repo: 'acme/web', title: 'Fix the typo', body: 'In the *footer*.' };

test('a text gets an issue, and that a queued task with the text vouched for', async () => {
  await using control = startControl();
  const result = await dispatch(control, { ...TEXT, priority: 'high' });
  expect(OPERATIONS.dispatch.output.parse(result)).toEqual(result);
  expect(result).toMatchObject({
    issue_opened: true,
    created: true,
    position: 1,
    task: { repo: 'acme/web', number: 101, title: 'Fix the typo', priority: 'high', status: 'queued' },
  });
  const task = await control.store.get(result.task.id);
  expect(task?.body).toContain('In the *footer*.');
  expect(task && isVouched(task)).toBe(true);
  expect(await control.queues.outbox.getWaitingCount()).toBe(1);
});

test('the same words are the same request while their issue is open', async () => {
  await using control = startControl();
  const { task } = await dispatch(control, TEXT);
  expect(await dispatch(control, TEXT)).toMatchObject({ issue_opened: false, created: false, task });
  for (const other of [{ body: 'Elsewhere.' }, { title: 'Fix it' }, { request_id: 'mine' }])
    expect(await dispatch(control, { ...TEXT, ...other })).toMatchObject({ issue_opened: true });
  const [first, issue] = [...control.requests][0] ?? [];
  control.requests.set(first ?? '', { ...AN_ISSUE, ...issue, state: 'closed' });
  expect(await dispatch(control, TEXT)).toMatchObject({ issue_opened: true, created: true });
});

test('a name of the caller is the same request for good, whatever the words', async () => {
  await using control = startControl();
  const { task } = await dispatch(control, { ...TEXT, request_id: 'a' });
  const again = await dispatch(control, { ...TEXT, title: 'Fix the typos', request_id: 'a' });
  expect(again).toMatchObject({ issue_opened: false, created: false, task });
  const [first, issue] = [...control.requests][0] ?? [];
  control.requests.set(first ?? '', { ...AN_ISSUE, ...issue, state: 'closed' });
  const late = dispatch(control, { ...TEXT, request_id: 'a' });
  await expect(late).rejects.toMatchObject({ kind: 'closed', exitCode: 3 });
});

test('who died between the issue and its task finds the issue', async () => {
  await using control = startControl();
  const store = { ...control.store, create: () => Promise.reject(new Error('died')) };
  await expect(dispatch({ ...control, store }, TEXT)).rejects.toThrow('died');
  expect(await dispatch(control, TEXT)).toMatchObject({ issue_opened: false, created: true });
  expect(control.requests.size).toBe(1);
});

test('of many who ask at once one opens the issue, and the others are told to ask again', async () => {
  await using control = startControl();
  const asked = await Promise.allSettled(Array.from({ length: 10 }, () => dispatch(control, TEXT)));
  const refused = asked.filter((each) => each.status === 'rejected');
  for (const { reason } of refused) expect(reason).toMatchObject({ kind: 'under_way', exitCode: 1 });
  expect(refused.length).toBeLessThan(10);
  expect(control.requests.size).toBe(1);
  expect(await control.store.list()).toHaveLength(1);
});

test('who looked for so long that somebody else sees to it by now opens none, and leaves them be', async () => {
  await using control = startControl();
  const openIssue: typeof control.openIssue = async (wanted) => {
    const key = `{${control.prefix}}:request:${wanted.request}`;
    await control.redis.set(key, 'somebody else');
    try {
      return await control.openIssue(wanted);
    } finally {
      expect(await control.redis.get(key)).toBe('somebody else');
    }
  };
  await expect(dispatch({ ...control, openIssue }, TEXT)).rejects.toMatchObject({ kind: 'under_way' });
  expect(control.requests.size).toBe(0);
  await expect(dispatch(control, TEXT)).rejects.toMatchObject({ kind: 'under_way' });
});

test('one that failed leaves the way free', async () => {
  await using control = startControl();
  const openIssue = () => Promise.reject(new Error('GitHub is away'));
  await expect(dispatch({ ...control, openIssue }, TEXT)).rejects.toThrow('GitHub is away');
  expect(await dispatch(control, TEXT)).toMatchObject({ issue_opened: true });
});

test.each([
  [{ canPush: false }, 'may not push to acme/web'],
  [{ archived: true }, 'acme/web is archived'],
])('no issue is opened where nobody can work: %o', async (changes, words) => {
  await using control = startControl();
  const readRepository = async (fullName: string) => ({ id: 7, fullName, canPush: true, ...changes });
  const refused = dispatch({ ...control, readRepository }, TEXT);
  await expect(refused).rejects.toBeInstanceOf(DispatchError);
  await expect(refused).rejects.toMatchObject({
    kind: 'not_served',
    message: expect.stringContaining(words),
  });
  expect(control.requests.size).toBe(0);
});

test('no issue is opened in a repository that is blocked, on the list or in the configuration', async () => {
  await using control = startControl();
  const blocking = { ...control, blockedRepositories: () => ['Acme/Web'] };
  await expect(dispatch(blocking, TEXT)).rejects.toThrow('blocked in commander.toml');
  const since = '2026-01-01T00:00:00.000Z';
  await repositoryList(control.queues).put({ repoId: 7, name: 'acme/web', mode: 'blocked', since });
  await expect(dispatch(control, TEXT)).rejects.toThrow('commander repos remove acme/web lifts that');
  expect(control.requests.size).toBe(0);
});

test.each([
  [{}, /either github_issue_url, or repo and title/],
  [{ repo: 'acme/web' }, /either github_issue_url, or repo and title/],
  [{ title: 'Fix it' }, /either github_issue_url, or repo and title/],
  [{ github_issue_url: 'acme/web#1', title: 'Fix it' }, /either github_issue_url/],
  [{ github_issue_url: 'acme/web#1', request_id: 'a' }, /either github_issue_url/],
  [{ repo: 'web', title: 'Fix it' }, /^repo: write owner\/name/],
  [{ ...TEXT, title: ' ' }, /^title: /],
  [{ ...TEXT, title: 'a\nb' }, /^title: write one line/],
  [{ ...TEXT, title: 'x'.repeat(257) }, /^title: /],
  [{ ...TEXT, body: 'x'.repeat(60_001) }, /^body: /],
])('%o is refused', async (input, line) => {
  await using control = startControl();
  const asked = { ...control, allowedModels: () => null, by: 'cli' };
  const dispatching = runOperation(OPERATIONS.dispatch, asked, input);
  await expect(dispatching).rejects.toThrow(InputError);
  await expect(dispatching).rejects.toThrow(line);
  expect(control.requests.size).toBe(0);
});

const AN_ISSUE = {
  ...{ repo: 'acme/web', repoId: 7, number: 101, title: '', body: '', labels: [], url: 'u' },
  isPullRequest: false,
};
