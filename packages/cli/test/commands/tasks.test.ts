import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, REPO, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

async function tasks(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await rig.call(['tasks', ...args]);
  expect(code, stderr.join('\n')).toBe(0);
  return stdout;
}

it('lists all tasks a page at a time, those of a status, and those of a repository', async () => {
  expect(await tasks()).toEqual(['There is no task.']);
  const issues = [rig.issue(), rig.issue()];
  for (const issue of issues) expect((await rig.call(['enqueue', issue])).code).toBe(0);
  const [head, newest, more = ''] = await tasks('--limit', '1');
  expect(head?.split(/\s{2,}/)).toEqual(['TASK', 'ISSUE', 'STATUS', 'CREATED', 'TITLE']);
  expect(newest).toContain(issues[1]);
  const [, cursor = ''] = /^There may be more: --cursor (\S+)$/.exec(more) ?? [];
  const [, oldest, ...rest] = await tasks('--limit', '1', '--cursor', cursor);
  expect(oldest).toContain(issues[0]);
  expect(rest).toEqual([]);
  expect(await tasks('--status', 'failed', 'cancelled')).toEqual(['No such task is here.']);
  const json = JSON.parse((await tasks('--repo', REPO, '--json')).join());
  expect(json).toMatchObject({ tasks: [{ status: 'queued' }, { status: 'queued' }], next: null });
});

it('refuses a status that is none and a cursor that nobody gave', async () => {
  expect(await rig.call(['tasks', '--status', 'late'])).toMatchObject({ code: 4, stdout: [] });
  expect(await rig.call(['tasks', '--cursor', 'x'])).toMatchObject({ code: 4, stdout: [] });
});
