import { RedisError } from '@opencode-commander/queue';
import { expect, it } from 'vitest';
import { openRun } from './open-run.ts';

it('changes its status once although the reply to that is lost', async () => {
  let isLost = false;
  await using opened = await openRun((store) => ({
    ...store,
    change: async (change) => {
      const changed = await store.change(change);
      if (isLost) return changed;
      isLost = true;
      throw new RedisError('no reply');
    },
  }));
  const { run, store, id } = opened;

  await run.become('running', 'at work', { baseSha: 'abc' });

  expect(run.task).toMatchObject({ status: 'running', baseSha: 'abc' });
  const events = (await store.readEvents(id)).map(({ event }) => event);
  expect(events.filter((event) => event.type === 'status' && event.status === 'running')).toHaveLength(1);
});

it('takes the later of two records over, whatever the clocks of their writers say', async () => {
  await using opened = await openRun();
  const { run, store, id } = opened;
  const { epoch } = run.task;
  const old = run.task;
  const grants = [{ by: 'comment:1', usd: 5 }];
  const behind = '2025-12-31T23:00:00.000Z';

  run.saw(await store.change({ id, epoch, at: behind, patch: { grants } }));
  expect(run.task.grants).toEqual(grants);

  run.saw(old);
  expect(run.task.grants).toEqual(grants);
});

it.each([
  ['waiting_human', 'waits for an answer to question 1'],
  ['completed', 'https://github.com/acme/web/pull/2'],
] as const)('tells whoever reads the log that its task begins and is %s', async (status, message) => {
  await using opened = await openRun();
  const { run, id, told } = opened;
  await run.become('running', 'working on main at abc1234');
  await run.leave(status, message);
  const about = { task: id, issue: 'u' };
  expect(told).toEqual([
    [about, 'running: working on main at abc1234'],
    [about, `${status}: ${message}`],
  ]);
});
