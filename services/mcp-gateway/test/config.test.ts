import { OPERATIONS } from '@opencode-commander/control';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BEARER, startWorld, type World } from './gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.redis.del(`{${world.queues.prefix}}:config`));
afterAll(() => world[Symbol.asyncDispose]());

async function post(path: string, input: unknown) {
  const headers = { ...BEARER, 'content-type': 'application/json' };
  const { status, body } = await world.ask(path, { method: 'POST', headers, body: JSON.stringify(input) });
  return { status, data: JSON.parse(body) };
}

async function show(key?: string) {
  const { data } = await post('/api/config/show', key === undefined ? {} : { key });
  return OPERATIONS['config.show'].output.parse(data).keys;
}

describe('over HTTP', () => {
  it('a key is set and shown with who did it, and goes back to what it was', async () => {
    const changes = { 'timeouts.high': '1h', 'agent.ask': ['bash'] };
    expect(await post('/api/config/set', { changes })).toMatchObject({
      status: 200,
      data: { changed: true },
    });
    expect(await show('timeouts.high')).toMatchObject([
      { value: '"1h"', origin: { kind: 'runtime', by: 'http' }, live: true },
    ]);
    expect((await post('/api/config/set', { changes })).data).toMatchObject({ changed: false });
    expect(await post('/api/config/unset', { keys: ['timeouts.high'] })).toMatchObject({ status: 200 });
    expect(await show('timeouts.high')).toMatchObject([{ value: '"45m"', origin: { kind: 'default' } }]);
  });

  it('a key is answered with, however it was written', async () => {
    const changes = { ' timeouts.medium ': '20m', 'repo.Acme/Web.setup': 'make' };
    const { data } = await post('/api/config/set', { changes });
    expect(data.keys.map(({ key }: { key: string }) => key)).toEqual([
      'timeouts.medium',
      expect.stringMatching(/^repo\.acme\/web\.setup$/i),
    ]);
    await post('/api/config/unset', { keys: Object.keys(changes) });
  });

  it('a change of which one part breaks a rule changes nothing, and every reason is told', async () => {
    const before = await show();
    const changes = {
      'timeouts.high': '1h',
      'timeouts.low': 'soon',
      'containers.max_concurrent': 0,
      'models.default': 'anthropic/other',
    };
    const { status, data } = await post('/api/config/set', { changes });
    expect({ status, exit_code: data.exit_code }).toEqual({ status: 400, exit_code: 4 });
    expect(data.error).toBe(
      'nothing was changed: containers.max_concurrent = 0: must be a whole number from 1 to 1000; ' +
        'timeouts.low = "soon": must be a duration such as "30s", "5m" or "1h30m", from 10s to 24h',
    );
    const rule = await post('/api/config/set', {
      changes: { 'timeouts.high': '1h', 'models.default': 'anthropic/other' },
    });
    expect(rule).toMatchObject({
      status: 400,
      data: { error: expect.stringContaining('must be one of models.allowed: anthropic/claude-sonnet-4-5') },
    });
    expect(await show()).toEqual(before);
  });

  it.each([
    [{ 'timeouts.hgih': '1h' }, 'timeouts.hgih: no such key; did you mean timeouts.high?'],
    [{ 'mcp.token': 'x' }, 'mcp.token: cannot be changed in a running process: change commander.toml'],
    [{ 'timeouts.high': {} }, 'changes.timeouts.high: '],
    [{}, 'changes: name 1 to 100 keys'],
  ])('%j is refused', async (changes, line) => {
    const { status, data } = await post('/api/config/set', { changes });
    expect(status).toBe(400);
    expect(data.error).toContain(line);
  });

  it('no secret is shown, and what nobody knows is not found', async () => {
    expect(await show('mcp.token')).toMatchObject([{ value: null, secret: { set: false }, live: false }]);
    expect((await post('/api/config/show', { key: 'nothing' })).status).toBe(404);
  });
});

it('over MCP a repository has settings of its own', async () => {
  const client = await world.client();
  const call = async (name: string, args: Record<string, unknown>) =>
    JSON.stringify(await client.callTool({ name, arguments: args }));
  const repo = 'Acme/Web';
  expect(await call('commander_repos', { action: 'configure', repo, max_concurrent: 2 })).toContain(
    '- repo.acme/web.max_concurrent = 2 (set by mcp at ',
  );
  expect(await call('commander_repos', { action: 'list' })).toContain('repo.acme/web.max_concurrent = 2');
  expect(await call('commander_repos', { action: 'configure', repo, max_concurrent: 0 })).toContain(
    'isError',
  );
  const shown = await call('commander_config', { action: 'show', key: 'mcp' });
  expect(shown).toContain('- mcp.port = 7070 (default, changed by a restart only)');
  await call('commander_repos', { action: 'configure', repo, max_concurrent: null });
  expect(await call('commander_repos', { action: 'list' })).not.toContain('max_concurrent');
});
