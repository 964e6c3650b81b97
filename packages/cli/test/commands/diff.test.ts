import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

it('shows what a task changes, by its issue or its id', { timeout: 60_000 }, async () => {
  const issue = rig.issue();
  await rig.enqueue(issue);
  expect((await rig.call(['diff', issue])).stdout).toEqual(['Nothing was published yet.']);
  const [task] = await rig.store.list();
  const { id = '', epoch = 0 } = task ?? {};
  const kept = {
    files: [{ path: 'a', added: 1, deleted: 0 }],
    diff: '@@ -0,0 +1 @@\n+a\n',
    truncated: false,
  };
  await rig.store.keepDiff(id, kept, { epoch });
  expect((await rig.call(['diff', id])).stdout).toEqual(['@@ -0,0 +1 @@', '+a']);
  expect(JSON.parse((await rig.call(['diff', id, '--json'])).stdout.join())).toEqual(kept);
});
