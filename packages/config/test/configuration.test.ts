import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigChangeError, type Configuration, type Overrides } from '../src/index.ts';
import { type Home, makeHome } from './load.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home[Symbol.asyncDispose]());

const WHO = { by: 'maria', at: '2026-01-01T00:00:00.000Z' };

function change(configuration: Configuration, changes: Record<string, unknown>, before: Overrides = {}) {
  return configuration.change(before, { changes, ...WHO });
}

function refusals(configuration: Configuration, changes: Record<string, unknown>, before: Overrides = {}) {
  try {
    change(configuration, changes, before);
  } catch (error) {
    if (error instanceof ConfigChangeError) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

test('what is set at runtime goes before the variable, that before the file, and back it goes', async () => {
  const configuration = await home.open('[containers]\nmax_concurrent = 2', {
    COMMANDER_CONTAINERS_MAX_CONCURRENT: '3',
  });
  const { config } = configuration;
  const before = config.timeouts;
  expect(configuration.apply(change(configuration, { 'containers.max_concurrent': 5 }))).toEqual([]);
  expect(config.containers.maxConcurrent).toBe(5);
  expect(Object.isFrozen(config.containers)).toBe(true);
  configuration.apply({});
  expect(config.containers.maxConcurrent).toBe(3);
  expect(config.timeouts).toEqual(before);
});

test('a text is read as a variable is, and kept as it would be written in the file', async () => {
  const configuration = await home.open(null);
  const overrides = change(configuration, {
    'containers.max_concurrent': '7',
    'agent.ask': 'bash, webfetch',
    'publish.delete_merged_branches': 'on',
    'budget.task_usd': '2.5',
    'timeouts.high': '1h30m',
    'models.allowed': '',
  });
  expect(Object.values(overrides).map(({ value }) => value)).toEqual([
    7,
    ['bash', 'webfetch'],
    true,
    2.5,
    '1h30m',
    [],
  ]);
  configuration.apply(overrides);
  expect(configuration.config.timeouts.highMs).toBe(90 * 60_000);
});

test('whoever set a key to what it is stays the one who did', async () => {
  const configuration = await home.open(null);
  const first = change(configuration, { 'timeouts.high': '1h' });
  const again = configuration.change(first, {
    changes: { 'timeouts.high': '1h', 'timeouts.low': '1h' },
    ...{ by: 'noor', at: WHO.at },
  });
  expect([again['timeouts.high']?.by, again['timeouts.low']?.by]).toEqual(['maria', 'noor']);
  expect(change(configuration, { 'timeouts.high': null, 'budget.day_usd': null }, again)).toEqual({
    'timeouts.low': again['timeouts.low'],
  });
});

describe('a change that is wrong changes nothing', () => {
  test('everything that is wrong with keys and values is told at once', async () => {
    const configuration = await home.open(null);
    expect(
      refusals(configuration, { 'timeouts.hgih': '1h', 'redis.url': 'x', 'mcp.port': 1, timeouts: 1 }),
    ).toBe(
      'nothing was changed: timeouts.hgih: no such key; did you mean timeouts.high?; ' +
        'redis.url: cannot be changed in a running process: change commander.toml, or its variable, and restart; ' +
        'mcp.port: cannot be changed in a running process: change commander.toml, or its variable, and restart; ' +
        'timeouts: is a section: name one of timeouts.critical, timeouts.high, timeouts.medium, timeouts.low, timeouts.stuck, timeouts.dev_shell, timeouts.human',
    );
    expect(
      refusals(configuration, { 'timeouts.high': 'soon', 'log.level': 'loud', 'repo.O/R.max_concurrent': 0 }),
    ).toBe(
      'nothing was changed: log.level = "loud": must be one of trace, debug, info, warn, error, fatal, silent; ' +
        'timeouts.high = "soon": must be a duration such as "30s", "5m" or "1h30m", from 10s to 24h; ' +
        'repo.o/r.max_concurrent = 0: must be a whole number from 1 to 1000',
    );
    expect(refusals(configuration, { 'agent.ask.bash': 'ask', 'gihtub.foo.bar': 1 })).toBe(
      'nothing was changed: agent.ask.bash: no such key; agent.ask has none below it: it is a list of permissions of opencode, such as `bash` or `webfetch`; ' +
        'gihtub.foo.bar: no such key; did you mean github?',
    );
  });

  test('a rule over several keys is kept, whichever of them is changed', async () => {
    const configuration = await home.open('[models]\nallowed = ["a/b"]\ndefault = "a/b"');
    expect(refusals(configuration, { 'models.default': 'a/c' })).toBe(
      'nothing was changed: models.default = "a/c": must be one of models.allowed: a/b',
    );
    expect(refusals(configuration, { 'models.allowed': ['a/c'] })).toBe(
      'nothing was changed: models.default = "a/b" (commander.toml:3): must be one of models.allowed: a/c',
    );
    const both = change(configuration, { 'models.allowed': ['a/c'], 'models.default': 'a/c' });
    expect(refusals(configuration, { 'models.allowed': null }, both)).toContain('models.default = "a/c"');
    expect(change(configuration, { 'models.allowed': null, 'models.default': null }, both)).toEqual({});
  });

  test('what agents are held by is not set', async () => {
    const configuration = await home.open(null);
    for (const key of [
      'containers.egress_allow',
      'github.trusted_users',
      'github.trusted_bots',
      'publish.protected_paths',
      'repo.o/r.protected_paths',
    ])
      expect(refusals(configuration, { [key]: ['x'] })).toContain(`${key}: cannot be changed`);
  });

  test('no secret is set, nor a repository renamed', async () => {
    const configuration = await home.open(null);
    for (const key of [
      'github.token',
      'llm.anthropic.api_key',
      'marker_key',
      'repo.o/r.name',
      'repo.o/r.blocked',
    ])
      expect(refusals(configuration, { [key]: 'x' })).toContain(`${key}: cannot be changed`);
  });
});

test('settings of a repository are its own, whatever the case of its name, and have none served', async () => {
  const configuration = await home.open(
    '[publish]\nprotected_paths = ["ci/**"]\n[[repo]]\nname = "Acme/Web.js"\nsetup = "npm test"\nblocked = true',
  );
  configuration.apply(
    change(configuration, {
      'repo.acme/web.JS.max_concurrent': 2,
      'repo.Acme/Api.setup': 'make',
    }),
  );
  expect(configuration.config.repos).toEqual([
    {
      name: 'Acme/Web.js',
      setup: 'npm test',
      image: null,
      nix: 'auto',
      protectedPaths: ['ci/**'],
      maxConcurrent: 2,
      blocked: true,
      served: false,
    },
    {
      name: 'acme/api',
      setup: 'make',
      image: null,
      nix: 'auto',
      protectedPaths: ['ci/**'],
      maxConcurrent: null,
      blocked: false,
      served: false,
    },
  ]);
});

describe('what has become invalid since it was set', () => {
  test('is left out with a line that says why, and the rest counts', async () => {
    const configuration = await home.open('[models]\nallowed = ["a/b"]');
    const set = (value: unknown) => ({ value, ...WHO });
    const overrides = {
      'models.default': set('a/c'),
      'timeouts.gone': set('1h'),
      'timeouts.high': set('9x'),
      'timeouts.low': set('1m'),
    };
    expect(configuration.apply(overrides)).toEqual([
      'timeouts.gone: no such key; there are critical, high, medium, low, stuck, dev_shell, human',
      'timeouts.high = "9x" (set at runtime by maria): must be a duration such as "30s", "5m" or "1h30m", from 10s to 24h',
      'models.default = "a/c" (set at runtime by maria): must be one of models.allowed: a/b',
    ]);
    expect(configuration.config.timeouts).toMatchObject({ lowMs: 60_000, highMs: 45 * 60_000 });
    // It stands in the way of no other change, and can be taken back.
    expect(
      Object.keys(change(configuration, { 'timeouts.gone': null, 'timeouts.low': '2m' }, overrides)),
    ).toEqual(['models.default', 'timeouts.high', 'timeouts.low']);
  });

  test('also where the rule that it breaks names what the file says', async () => {
    const configuration = await home.open('[models]\ndefault = "a/b"');
    const ignored = configuration.apply({ 'models.allowed': { value: ['a/c'], ...WHO } });
    expect(ignored).toEqual([
      'models.default = "a/b" (commander.toml:2): must be one of models.allowed: a/c',
    ]);
    expect(configuration.config.models).toEqual({ allowed: null, default: 'a/b' });
  });
});

test('every key is shown with where its value came from, and no secret', async () => {
  const configuration = await home.open(
    '[github]\ntoken = "ghp_secret0123"\n[timeouts]\nhigh = "50m"\n[[repo]]\nname = "Acme/Web"\n[llm.anthropic]\nmodels = []',
    { COMMANDER_LOG_LEVEL: 'debug', ANTHROPIC_API_KEY: 'sk-secret0123' },
  );
  const overrides = change(configuration, { 'timeouts.low': '1m', 'repo.acme/web.setup': 'make' });
  const { keys, ignored } = configuration.show(overrides);
  const of = (key: string) => keys.find((one) => one.key === key);
  expect(ignored).toEqual([]);
  expect(of('timeouts.high')).toEqual({
    key: 'timeouts.high',
    value: '"50m"',
    otherwise: null,
    secret: null,
    origin: { kind: 'file', file: 'commander.toml', line: 4 },
    live: true,
  });
  expect(of('timeouts.low')).toMatchObject({ value: '"1m"', origin: { kind: 'runtime', ...WHO } });
  expect(of('log.level')).toMatchObject({
    value: '"debug"',
    origin: { kind: 'variable', name: 'COMMANDER_LOG_LEVEL' },
  });
  expect(of('publish.protected_paths')?.value).toBe('[".github/workflows/**", ".github/actions/**"]');
  expect(of('budget.task_usd')).toMatchObject({
    value: null,
    otherwise: 'no limit',
    origin: { kind: 'default' },
  });
  expect(of('mcp.port')).toMatchObject({ value: '7070', live: false });
  expect(of('github.token')).toMatchObject({
    value: null,
    secret: { isSet: true, reference: null },
    live: false,
  });
  expect(of('llm.anthropic.api_key')).toMatchObject({
    secret: { isSet: true, reference: 'env:ANTHROPIC_API_KEY' },
  });
  expect(of('mcp.token')).toMatchObject({ secret: { isSet: false, reference: null } });
  expect(of('repo.Acme/Web.setup')).toMatchObject({ value: '"make"', origin: { kind: 'runtime' } });
  expect(of('data_dir')).toMatchObject({ value: null, otherwise: expect.stringContaining('XDG_DATA_HOME') });
  expect(JSON.stringify(keys)).not.toContain('secret0123');
});
