import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, errorsOf, REPO, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const said = async (...args: string[]) => (await rig.call(args, { USER: 'maria' })).stdout;

it('pauses and resumes everything, a repository and a provider, each by itself', async () => {
  expect(await said('pauses')).toEqual(['Nothing is paused.']);
  expect(await said('pause', '--reason', 'an incident')).toEqual([
    expect.stringMatching(/^everything is paused by maria, (now|\d+ s ago): an incident$/),
  ]);
  const paused = JSON.parse((await said('pause', '--repo', 'ACME/Web', '--preempt', '--json')).join());
  expect(paused).toMatchObject({
    began: true,
    pause: { scope: 'repository', name: REPO, by: 'maria', preempts: true },
  });
  expect(await said('pauses')).toEqual([
    expect.stringContaining('everything is paused by maria'),
    expect.stringContaining(`${REPO} is paused by maria`),
  ]);
  expect(await said('status')).toContainEqual(expect.stringContaining('Pause  everything is paused'));

  expect(await said('resume', '--repo', REPO)).toEqual([
    `${REPO} is resumed`,
    expect.stringContaining('still: everything is paused by maria'),
  ]);
  expect(await said('resume', 'all')).toEqual(['everything is resumed']);
  expect(await said('pause', 'all')).toEqual([expect.stringContaining('everything is paused by maria')]);
  expect(await said('resume')).toEqual(['everything is resumed']);
  expect(await said('resume', '--provider', 'simulated')).toEqual(['simulated was not paused']);
});

it('tells of a provider that nobody here knows', async () => {
  const pause = async (provider: string) => (await rig.call(['pause', '--provider', provider])).stderr;
  expect(await pause('simulated')).toEqual([]);
  expect(await pause('simulatde')).toEqual([expect.stringContaining('no [llm.simulatde]')]);
});

it.each([
  [['pause', 'al'], {}, 4, 'Did you mean all?'],
  [['resume', 'all', '--repo', REPO], {}, 4, 'name one of them'],
  [['pause', '--repo', 'web'], {}, 4, 'write owner/name'],
  [['pause', '--provider', 'a/b'], {}, 4, 'before the slash'],
  [['pause', '--reason', ' '], {}, 4, 'reason: must not be empty'],
  [['resume', '--repo', REPO, '--provider', 'a'], {}, 4, 'not both'],
  [['pause', '--repo', 'acme/nothing'], {}, 3, 'acme/nothing'],
  [['pause', '--repo', REPO], { COMMANDER_GITHUB_TOKEN: undefined }, 4, 'No GitHub credentials'],
] as const)('%j is refused with one line', async (args, env, code, words) => {
  const ended = await rig.call(args, env);
  expect(ended.code).toBe(code);
  expect(errorsOf(ended)).toEqual([expect.stringContaining(words)]);
});

it('names whose process it is where the environment names nobody', async () => {
  const { stdout } = await rig.commander(['pause'], { USER: undefined });
  expect(stdout).toEqual([expect.stringContaining(`everything is paused by ${userInfo().username}, `)]);
});
