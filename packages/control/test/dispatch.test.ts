import { expect, test } from 'vitest';
import { DispatchError, dispatch, dispatchOutputSchema } from '../src/index.ts';
import { startControl } from './a-control.ts';

test('an issue becomes a queued task with a job and a word on the issue', async () => {
  await using control = startControl();
  const github_issue_url = control.file({ number: 12, labels: ['agent', 'priority/high'] });
  const result = await dispatch(control, { github_issue_url });
  expect(dispatchOutputSchema.parse(result)).toEqual(result);
  expect(result).toMatchObject({ created: true, position: 1 });
  expect(result.task).toMatchObject({
    repo: 'acme/web',
    number: 12,
    status: 'queued',
    priority: 'high',
    github_issue_url: 'https://github.example/acme/web/issues/12',
    created_at: '2026-01-01T00:00:00.000Z',
  });
  expect(await control.queues.outbox.getWaitingCount()).toBe(1);
});

test.each(['acme/web#12', 'github.example/acme/web#12', 'https://github.example/acme/web/issues/12'])(
  '%s is the same issue: the second time nothing happens',
  async (again) => {
    await using control = startControl();
    const github_issue_url = control.file({ number: 12 });
    const first = await dispatch(control, { github_issue_url, priority: 'low' });
    const second = await dispatch(control, { github_issue_url: again, priority: 'critical', again: true });
    expect(second).toEqual({ ...first, created: false });
    expect(await control.queues.tasks.getPrioritizedCount()).toBe(1);
    expect(await control.queues.outbox.getWaitingCount()).toBe(1);
  },
);

test('many at once create one task and one job', async () => {
  await using control = startControl();
  const github_issue_url = control.file({ number: 12 });
  const results = await Promise.all(
    Array.from({ length: 10 }, () => dispatch(control, { github_issue_url })),
  );
  expect(results.filter(({ created }) => created)).toHaveLength(1);
  expect(await control.queues.tasks.getPrioritizedCount()).toBe(1);
});

test.each(['failed', 'cancelled'] as const)('a %s task is queued again only when asked', async (status) => {
  await using control = startControl();
  const github_issue_url = control.file({ number: 12 });
  const { task } = await dispatch(control, { github_issue_url });
  const failure = { kind: 'no_work', message: 'nothing was pushed' } as const;
  const patch = { failure, attempts: 3 };
  await control.store.change({ id: task.id, epoch: 0, status, patch, at: '2026-01-02T00:00:00.000Z' });
  expect(await dispatch(control, { github_issue_url })).toMatchObject({ created: false, task: { status } });

  control.file({ number: 12, body: 'Please, and quickly.' });
  const again = await dispatch(control, { github_issue_url, again: true, priority: 'critical' });
  expect(again).toMatchObject({
    created: false,
    queued_again: true,
    position: 1,
    task: {
      id: task.id,
      status: 'queued',
      priority: 'critical',
      failure: null,
      attempts: 0,
      finished_at: null,
    },
  });
  expect((await control.store.get(task.id))?.body).toBe('Please, and quickly.');
});

test('a completed task stays completed', async () => {
  await using control = startControl();
  const github_issue_url = control.file({ number: 12 });
  const { task } = await dispatch(control, { github_issue_url });
  const at = '2026-01-02T00:00:00.000Z';
  const { epoch } = await control.store.claim({ id: task.id, host: 'h', at });
  await control.store.change({ id: task.id, epoch, status: 'running', at });
  await control.store.change({ id: task.id, epoch, status: 'completed', at });
  const again = await dispatch(control, { github_issue_url, again: true });
  expect(again).toMatchObject({ created: false, queued_again: false, task: { status: 'completed' } });
});

test.each([
  ['nonsense', {}, 'bad_reference', 4, 'owner/repo#12'],
  ['elsewhere.example/acme/web#12', {}, 'other_host', 4, 'github.example'],
  ['acme/web#12', { isPullRequest: true }, 'pull_request', 4, 'name the issue it is for'],
  ['acme/web#12', { state: 'closed' as const }, 'closed', 3, 'reopen it'],
])('refuses %s when %o', async (github_issue_url, changes, kind, exitCode, words) => {
  await using control = startControl();
  control.file({ number: 12, ...changes });
  const error = await dispatch(control, { github_issue_url }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DispatchError);
  expect(error).toMatchObject({ kind, exitCode, message: expect.stringContaining(words) });
  expect(await control.store.list()).toEqual([]);
});

test('what reading the issue throws is passed on', async () => {
  await using control = startControl();
  await expect(dispatch(control, { github_issue_url: 'acme/web#99' })).rejects.toThrow(
    'no issue acme/web#99',
  );
});

test.each([{ canPush: false }, { archived: true }])(
  'no issue is taken where nobody can work: %o',
  async (changes) => {
    await using control = startControl();
    const github_issue_url = control.file({ number: 12 });
    const readRepository = async (fullName: string) => ({ id: 7, fullName, canPush: true, ...changes });
    const refused = dispatch({ ...control, readRepository }, { github_issue_url });
    await expect(refused).rejects.toMatchObject({ kind: 'not_served' });
    expect(await control.store.list()).toEqual([]);
  },
);

test('no issue of a blocked repository is taken', async () => {
  await using control = startControl();
  const github_issue_url = control.file({ number: 12 });
  const blocking = { ...control, blockedRepositories: () => ['Acme/Web'] };
  await expect(dispatch(blocking, { github_issue_url })).rejects.toMatchObject({ kind: 'not_served' });
  expect(await control.store.list()).toEqual([]);
});
