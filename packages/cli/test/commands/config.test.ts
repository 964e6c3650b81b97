import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const printed = async (...args: string[]) => {
  const { stdout, stderr, code } = await rig.call(args);
  expect({ code, errors: stderr.filter((line) => line.startsWith('commander: ')) }).toEqual({
    code: 0,
    errors: [],
  });
  return stdout.map((line) => line.split(/\s{2,}/));
};

it('shows, sets and unsets keys', { timeout: 60_000 }, async () => {
  const all = await printed('config');
  expect(all).toContainEqual(['mcp.port*', 'environment', '0']);
  expect(all).toContainEqual(['timeouts.high', 'default', '"45m"']);
  expect(all).toContainEqual(['github.token*', 'environment', '[secret]']);
  expect(await printed('config', 'set', 'timeouts.high', '1h', 'agent.ask', 'bash,webfetch')).toEqual([
    ['KEY', 'FROM', 'VALUE'],
    ['agent.ask', expect.stringContaining('cli, '), '["bash", "webfetch"]'],
    ['timeouts.high', expect.stringContaining('cli, '), '"1h"'],
  ]);
  // What is shown can be set.
  await printed('config', 'set', 'agent.ask', '["bash"]');
  expect(await printed('config', 'get', 'agent.ask')).toContainEqual([
    'agent.ask',
    expect.any(String),
    '["bash"]',
  ]);
  const [shown] = await printed('config', 'show', 'timeouts.high', '--json');
  expect(JSON.parse(shown?.join('  ') ?? '')).toMatchObject({
    keys: [{ value: '"1h"', origin: { kind: 'runtime' } }],
  });
  expect(await printed('config', 'unset', 'timeouts.high')).toContainEqual([
    'timeouts.high',
    'default',
    '"45m"',
  ]);
});

it('gives a repository settings of its own', { timeout: 60_000 }, async () => {
  const set = ['repos', 'set', 'acme/web', '--max-concurrent', '1', '--setup', 'npm test'];
  expect((await printed(...set)).slice(1)).toEqual([
    ['repo.acme/web.max_concurrent', expect.any(String), '1'],
    ['repo.acme/web.setup', expect.any(String), '"npm test"'],
  ]);
  expect(await printed('repos', 'list')).toContainEqual([
    'repo.acme/web.max_concurrent',
    expect.any(String),
    '1',
  ]);
  await printed('repos', 'set', 'acme/web', '--unset', 'max-concurrent', 'setup');
  expect((await printed('repos', 'list')).flat()).not.toContain('repo.acme/web.max_concurrent');
});

it.each([
  [['config', 'set', 'timeouts.high'], 'timeouts.high has no value'],
  [['config', 'set', 'timeouts.high=1h\n2h'], 'timeouts.high=1h 2h has no value'],
  [
    ['config', 'set', 'timeouts.high', 'soon', 'mcp.port', '1'],
    'mcp.port: cannot be changed in a running process',
  ],
  [['config', 'set', 'timeouts.hgih', '1h'], 'did you mean timeouts.high?'],
  [['config', 'show', 'nothing'], 'There is no key and no section nothing'],
  [['repos', 'set', 'acme/web'], 'name a setting to change'],
] as const)('%j is refused with one line', async (args, words) => {
  const ended = await rig.call(args);
  expect(ended.code).toBe(4);
  expect(errorsOf(ended)).toEqual([expect.stringContaining(words)]);
});
