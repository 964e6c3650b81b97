import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

it('shows what is to be written', async () => {
  const issue = rig.issue();
  await rig.enqueue(issue);
  const [task] = await rig.store.list();
  const { stdout } = await rig.call(['outbox', 'list']);
  expect(stdout.map((line) => line.split(/\s{2,}/))).toEqual([
    ['STATE', 'ISSUE', 'WHAT', 'SINCE', 'ID'],
    ['waiting', issue, 'status', expect.any(String), `status-${task?.id}`],
  ]);
  const listed = await rig.call(['outbox', 'list', '--json']);
  expect(JSON.parse(listed.stdout.join())).toMatchObject({
    waiting: 1,
    dead: 0,
    writes: [{ thread: issue }],
  });
});

it.each([
  [
    ['replay', 'status-9-a1b2c3'],
    4,
    'There is no dead write status-9-a1b2c3: list them with commander outbox',
  ],
  [['replay'], 4, 'name one dead write, or say --all'],
] as const)('%j is refused with one line', async (args, code, words) => {
  const ended = await rig.call(['outbox', ...args]);
  expect(ended.code).toBe(code);
  expect(errorsOf(ended)).toEqual([expect.stringContaining(words)]);
});
