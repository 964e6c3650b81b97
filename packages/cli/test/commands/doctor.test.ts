import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

it('finds everything in order', async () => {
  const ended = await rig.call(['doctor']);
  const { code, stdout } = ended;
  expect({ code, errors: errorsOf(ended) }).toEqual({ code: 0, errors: [] });
  expect(stdout.every((line) => line.startsWith('ok  '))).toBe(true);
  expect(stdout).toContainEqual(expect.stringMatching(/^ok +GitHub .* knows us as bot$/));
});

it('says what is wrong with the installation too', { timeout: 60_000 }, async () => {
  const issue = rig.issue();
  await rig.enqueue(issue);
  await rig.call(['pause', '--repo', 'acme/web']);
  const ended = await rig.call(['doctor']);
  expect(ended.code).toBe(4);
  expect(ended.stdout.filter((line) => !line.startsWith('ok '))).toEqual([
    expect.stringMatching(/^trouble +dispatchers +none is alive, and 1 task waits for one$/),
    expect.stringContaining('→ start one with commander up'),
    expect.stringMatching(/^trouble +pauses +acme\/web is paused by /),
    expect.stringContaining('→ commander resume --repo acme/web'),
  ]);
  await rig.call(['resume', '--repo', 'acme/web']);
  await rig.call(['queue', 'cancel', issue, '-y']);
});

it('says once that nothing is configured for GitHub', async () => {
  const { code, stdout } = await rig.call(['doctor'], { COMMANDER_GITHUB_TOKEN: undefined });
  expect(code).toBe(4);
  expect(stdout.filter((line) => /^\w+ +(GitHub|rate limits) /.test(line))).toEqual([
    expect.stringMatching(/^trouble +GitHub +no credentials are configured$/),
  ]);
});

it('says what to do about what it finds, as JSON', async () => {
  const ended = await rig.call(['doctor', '--json'], {
    COMMANDER_GITHUB_TOKEN: undefined,
    COMMANDER_REDIS_URL: 'redis://127.0.0.1:9',
    COMMANDER_MODELS_DEFAULT: 'another/model',
    COMMANDER_CONTAINERS_IMAGE: 'localhost/nothing:1',
  });
  expect(ended.code).toBe(4);
  expect(errorsOf(ended)).toHaveLength(1);
  expect(ended.stdout).toHaveLength(1);
  const { ok, requirements } = JSON.parse(ended.stdout.join());
  expect(ok).toBe(false);
  const troubles = requirements.filter(({ status }: { status: string }) => status === 'trouble');
  expect(troubles).toMatchObject([
    { name: 'agent image', reason: 'there is no image localhost/nothing:1' },
    { name: 'Redis', reason: expect.stringContaining('nothing listens there') },
    { name: 'GitHub', remedies: [expect.stringContaining('set github.token')] },
    { name: 'models', remedies: [expect.stringContaining('set llm.another')] },
  ]);
});

it('looks at the host also when the configuration cannot be read', async () => {
  const ended = await rig.call(['doctor'], {
    COMMANDER_GITHUB_POLL_INTERVAL: 'often',
    COMMANDER_LOG_LEVEL: 'loud',
  });
  expect(ended.code).toBe(4);
  expect(ended.stdout.filter((line) => line.startsWith('trouble  configuration'))).toHaveLength(2);
  expect(ended.stdout).toContainEqual(expect.stringMatching(/^ok +Node /));
});
