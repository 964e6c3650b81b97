import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, errorsOf, REPO, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const repos = async (...args: string[]) => (await rig.call(['repos', ...args])).stdout;

it('adds, blocks, lists and removes', { timeout: 60_000 }, async () => {
  expect(await repos('list')).toEqual(['No repository is listed: those with the topic are served.']);
  expect(await repos('add', 'ACME/Web')).toEqual([`${REPO} is served from now on`]);
  expect(await repos('block', REPO, '-y')).toEqual([
    `${REPO} is left alone from now on: its tasks are cancelled at the next look at GitHub`,
  ]);
  expect((await repos('list')).map((line) => line.split(/\s{2,}/))).toEqual([
    ['MODE', 'SINCE', 'REPOSITORY'],
    ['blocked', expect.any(String), REPO],
  ]);
  const listed = JSON.parse((await repos('list', '--json')).join());
  expect(listed).toMatchObject({ repositories: [{ name: REPO, mode: 'blocked' }] });
  expect(JSON.parse((await repos('remove', 'acme/WEB', '--json')).join())).toEqual({ removed: true });
});

it('says beforehand that blocking cancels tasks', async () => {
  expect((await repos('--help')).join(' ')).toMatch(
    /leave a repository alone, [^,]*, and\s+cancel its tasks/,
  );
});

it.each([
  [['add', 'web'], {}, 4, 'write owner/name'],
  [['add', 'acme/nothing'], {}, 3, 'acme/nothing'],
  [['block', REPO, '-y'], { COMMANDER_GITHUB_TOKEN: undefined }, 4, 'No GitHub credentials'],
  [['block', REPO], {}, 4, 'add -y'],
  [['remove'], {}, 4, 'repository'],
] as const)('%j is refused with one line', async (args, env, code, words) => {
  const ended = await rig.call(['repos', ...args], env);
  expect(ended.code).toBe(code);
  expect(errorsOf(ended)).toEqual([expect.stringContaining(words)]);
});
