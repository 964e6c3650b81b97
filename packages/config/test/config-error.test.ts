import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError } from '../src/config-error.ts';
import { nameOf } from '../src/explain-issue.ts';
import { CATALOGUE } from '../src/schema/schema.ts';
import { variableOf } from '../src/schema/variable.ts';
import { type Home, makeHome } from './load.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home[Symbol.asyncDispose]());

test('all mistakes come at once, each with key, value, place and what is allowed', async () => {
  const toml = `dat_dir = "x"
[github]
pol_interval = "1m"
poll_interval = "soon"
trusted_users = ["ok", 7]
[containers]
max_concurrent = 0
[[repo]]
name = "no-owner"
`;
  const error = await home.fail(toml, { COMMANDER_MCP_PORT: 'high', COMMANDER_GITHUB_TOKN: 'ghp_hidden' });
  expect(error.exitCode).toBe(4);
  expect(error.message.split('\n')).toEqual([
    'the configuration has 8 problems:',
    '  - github.poll_interval = "soon" (commander.toml:4): must be a duration such as "30s", "5m" or "1h30m", from 1s to 1h',
    '  - github.trusted_users = 7 (commander.toml:5): must be a list of GitHub logins',
    '  - github.pol_interval (commander.toml:3): no such key; did you mean github.poll_interval?',
    '  - containers.max_concurrent = 0 (commander.toml:7): must be a whole number from 1 to 1000',
    '  - mcp.port = "high" (from COMMANDER_MCP_PORT): must be a whole number from 0 to 65535',
    '  - repo[0].name = "no-owner" (commander.toml:9): must be owner/name',
    '  - dat_dir (commander.toml:1): no such key; did you mean data_dir?',
    '  - COMMANDER_GITHUB_TOKN: no such key; did you mean COMMANDER_GITHUB_TOKEN?',
  ]);
});

test.each([
  ['[github]\ntoken = "ghp_unterminated', 'not valid TOML at line 2'],
  ['a = 1\na = 2', 'not valid TOML at line 2, column 1'],
  ['[log]\nlevle = "info"', 'did you mean log.level?'],
  ['[redis]\npoll_interval = "1s"', 'did you mean github.poll_interval?'],
  ['[contaners]', 'did you mean containers?'],
  ['[publish]\nsomething = 1', 'there are protected_paths'],
  ['github = 5', 'must be a table, written as [github]'],
  ['llm = "x"', 'must be a table, written as [llm.<provider>]'],
  ['[llm."a b"]', 'its name of letters, digits'],
  ['[llm.mine]', 'llm.mine.base_url (commander.toml:1): is missing'],
  ['[[repo]]', 'repo[0].name (commander.toml:1): is missing: owner/name'],
  [
    '[[repo]]\nname = "a/b"\n[[repo]]\nname = "A/B"',
    'repo[1].name = "a/b" (commander.toml:4): stands here twice',
  ],
  [
    '[[instance]]\nname = "far"',
    'instance[0].url (commander.toml:2): is missing: an http:// or https:// URL',
  ],
  [
    '[[instance]]\nname = "12-a1b2c3"\nurl = "http://h"',
    'instance[0].name = "12-a1b2c3" (commander.toml:2): is the id of a task',
  ],
  [
    '[[instance]]\nname = "a"\nurl = "http://h"\n[[instance]]\nname = "a"\nurl = "http://i"',
    'instance[1].name = "a" (commander.toml:5): stands here twice',
  ],
  [
    '[[instance]]\nname = "a"\nurl = "http://me:pw@h"',
    'must be an http:// or https:// URL without credentials',
  ],
  ['[[instance]]\nname = "a"\nurl = "http://h"\nprojects_path = "src"', 'must be an absolute path'],
  [
    '[[instance]]\nname = "a"\nurl = "http://h"\npassword = "env:NOT_THERE"',
    'instance[0].password (commander.toml:4): the variable NOT_THERE is not set',
  ],
  ['[github]\ntoken = "x"\napp_id = 1', 'not both'],
  ['[github]\napp_id = 1', 'needs github.private_key'],
  ['[github]\nprivate_key = "-----BEGIN x"', 'needs github.app_id'],
  ['[github]\napp_id = 1\nprivate_key = "abc"', 'must be a private key in PEM'],
  ['[github]\ntoken = "op://Dev/github/token"', 'op is not on the PATH: install the 1Password CLI'],
  ['[github]\ntoken = "env:ABSENT"', 'github.token (commander.toml:2): the variable ABSENT is not set'],
  [
    '[github]\ntoken = "file:absent"',
    'absent cannot be read (there is no such file, ENOENT): it must hold the secret',
  ],
  ['[redis]\nurl = "http://h"', 'must be redis://host:port, rediss://host:port, unix:///path'],
  ['[redis]\nurl = "unix://:pw@redis.sock"', 'unix:///path'],
  ['[redis]\npassword = "pw"', 'redis.password (commander.toml:2): needs redis.url as well'],
  ['[redis]\nurl = "redis://:pw@h"\npassword = "pw"', 'give it here or in redis.url, not in both'],
  ['[redis]\nurl = "redis+sentinel://h:26379"', 'redis+sentinel://host:port,host:port/master'],
  ['[mcp]\nhost = "0.0.0.0"', 'is not loopback: that needs an mcp.token of your own'],
  ['[github]\nwebhook_secret = "short"', 'github.webhook_secret (commander.toml:2): must have at least 16'],
  ['[budget]\ntask_usd = 0', 'must be an amount of US dollars above 0'],
  ['[budget]\nday_usd = "5"', 'must be an amount of US dollars above 0'],
  ['[budget]\nmax_rounds = -1', 'must be a whole number from 0 to 1000'],
  ['[timeouts]\nhuman = "10ms"', 'timeouts.human = "10ms" (commander.toml:2): must be a duration'],
  ['[containers]\nkeep_warm = "2d"', 'from 0s to 24h'],
  ['[agent]\nask = ["Bash!"]', 'must be a list of permissions of opencode'],
  ['[[repo]]\nname = "a/b"\nblocked = "yes"', 'must be true or false'],
  ['[mcp]\ntoken = "short"', 'must have at least 16 characters'],
  ['[github]\ntoken = "ghp_x€"', 'must be visible ASCII characters'],
  ['[github]\ntoken = "ghp_x\\ny"', 'must be visible ASCII characters'],
  ['[models]\nallowed = ["a/b"]\ndefault = "a/c"', 'must be one of models.allowed: a/b'],
  [`run_dir = "/tmp/${'x'.repeat(60)}"`, 'must be a path of at most 60 bytes, this has 65'],
  [
    '[github]\ntrigger_label = "\\u001b[31mx"',
    'must be a label of 1 to 50 characters without comma and control',
  ],
  ['[[repo]]\nname = "a/b"\nsetup = "a\\nb\\u0000c"', 'must be a command, without control characters'],
  ['[[repo]]\nname = "a/b"\nimage = "a\\u001bb"', 'must be an image'],
  ['[agent]\nask = ["a\\u0007b"]', 'must be a list of permissions of opencode'],
  ['data_dir = "/dev/null/x"', 'cannot be made or read (ENOTDIR)'],
])('%j is answered with %j', async (toml, message) => {
  expect((await home.fail(toml)).message).toContain(message);
});

test('a file that was asked for must be there', async () => {
  const error = await home.fail(null, { COMMANDER_CONFIG: 'absent.toml' });
  expect(error.message).toContain('COMMANDER_CONFIG');
  expect(error.message).toContain('(there is no such file, ENOENT)');
});

test('a key file that holds nothing is said, not overwritten', async () => {
  const config = await home.load(null);
  await writeFile(join(config.dataDir, 'mcp-token'), '');
  expect((await home.fail(null)).message).toContain('mcp-token holds no key: remove it');
});

test.each([
  ['COMMANDER_FOO_BAR', 'no such key: docs/configuration.md has them all'],
  ['COMMANDER_ULR', 'no such key; did you mean COMMANDER_URL?'],
  ['COMMANDER_CONFGI', 'no such key; did you mean COMMANDER_CONFIG?'],
  ['COMMANDER_GITHUB_FOO', 'no such key; there are COMMANDER_GITHUB_HOST, '],
  ['COMMANDER_REPO_SETUP', 'no such key: [[repo]] has no variables'],
  ['COMMANDER_INSTANCE_URL', 'no such key: [[instance]] has no variables'],
])('the variable %s is answered with %j', async (name, message) => {
  expect((await home.fail(null, { [name]: '1' })).message).toContain(`${name}: ${message}`);
});

test('variables that are read elsewhere are no mistake', async () => {
  const env = { COMMANDER_TEST_PREFIX: 'x', COMMANDER_REPOSITORY: 'o/r', COMMANDER_FAILPOINTS: '/x' };
  expect((await home.load(null, env)).hostName).toBe('test-host');
});

test('nor are those of a sandbox, where an agent may run our own tests', async () => {
  const scripts = ['entry.sh', 'dev-shell.sh'].map((name) =>
    readFile(new URL(`../../../images/agent/${name}`, import.meta.url), 'utf8'),
  );
  const names = (await Promise.all(scripts)).join().match(/COMMANDER_[A-Z_]*[A-Z]/g) ?? [];
  expect(names).toContain('COMMANDER_DEV_SHELL');
  const env = Object.fromEntries(names.map((name) => [name, 'x']));
  expect((await home.load(null, env)).hostName).toBe('test-host');
});

test('nor are those of a Kubernetes service that is called commander', async () => {
  const env = { COMMANDER_SERVICE_HOST: '10.0.0.1', COMMANDER_PORT_7070_TCP: 'tcp://10.0.0.1:7070' };
  expect((await home.load(null, env)).hostName).toBe('test-host');
});

test('nor is a variable that the configuration itself names', async () => {
  const own = { COMMANDER_MINE: 'm'.repeat(16), COMMANDER_OURS: 'o'.repeat(16) };
  const env = { ...own, COMMANDER_MARKER_KEY: 'env:COMMANDER_OURS' };
  const { mcp, markerKey } = await home.load('[mcp]\ntoken = "env:COMMANDER_MINE"', env);
  expect([mcp.token.reveal(), markerKey.reveal()]).toEqual(Object.values(own));
});

const WRONG = fc.oneof(
  fc.constantFrom(
    'true',
    '-1',
    '1.5',
    '1e400',
    'nan',
    '1979-05-27',
    '[]',
    '[[1]]',
    '[1, "a"]',
    '{ a = 1 }',
    '""',
  ),
  fc.string({ maxLength: 20 }).map((text) => JSON.stringify(text).replaceAll('\u007f', '')),
  fc.integer().map(String),
);

test('any value for any key is accepted or answered with an error that names the key', async () => {
  const entry = fc.constantFrom(
    ...CATALOGUE.filter(({ pattern }) => !/_dir$|socket/.test(pattern.join('.'))),
  );
  await fc.assert(
    fc.asyncProperty(entry, WRONG, async ({ pattern }, value) => {
      const { toml, place } = written(pattern, value);
      const result = await home.load(toml).then(
        () => null,
        (error: unknown) => error,
      );
      if (result === null) return;
      const error = await home.fail(toml);
      const related = ['repo', 'instance', 'llm'].includes(String(place[0]))
        ? String(place[0])
        : nameOf(place.slice(0, 2));
      expect(error.problems.some(({ key }) => key.startsWith(related))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('no secret is ever in an error, whatever is wrong around it', async () => {
  const SECRET = 'ghp_never.shown0123456789';
  const secretKeys = CATALOGUE.filter(({ isSecret }) => isSecret);
  const given = fc.constantFrom(
    `"${SECRET}"`,
    `["${SECRET}"]`,
    `{ x = "${SECRET}" }`,
    `"${SECRET}`,
    `"${SECRET}\\q"`,
    `${SECRET}`,
    `"env:${SECRET}"`,
    `"""\n${SECRET}`,
  );
  const slip = fc.constantFrom('', 'x', '_');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...secretKeys), given, slip, async ({ pattern }, value, typo) => {
      const { toml } = written([...pattern.slice(0, -1), `${pattern.at(-1)}${typo}`], value);
      const error = await home.fail(`${toml}\n[mcp]\nport = "wrong"\n`).catch(() => home.fail(toml));
      expect(JSON.stringify([error.message, error.problems, error.stack])).not.toContain('never.shown');
    }),
    { numRuns: 200 },
  );
  for (const entry of secretKeys) {
    const name = (variableOf(entry) ?? '').replace('<PROVIDER>', 'X');
    const error = await home.fail('[mcp]\nport = -1', { [name]: SECRET, [`${name}S`]: SECRET });
    expect(error.message).not.toContain('never.shown');
  }
});

test('a password in a URL where none is allowed is not shown', async () => {
  const { message } = await home.fail('[github]\napi_url = "https://me:hunter2@ghe.example"');
  expect(message).toContain('"https://[secret]@ghe.example"');
});

/** TOML that gives the key at `pattern` this value. */
function written(pattern: readonly string[], value: string): { toml: string; place: (string | number)[] } {
  const key = pattern.at(-1);
  const sections = pattern.slice(0, -1);
  const [list = ''] = sections;
  if (['repo', 'instance'].includes(list))
    return { toml: `[[${list}]]\n${key} = ${value}`, place: [list, 0, key ?? ''] };
  const place = pattern.map((step) => (step === '*' ? 'anthropic' : step));
  const header = sections.length > 0 ? `[${place.slice(0, -1).join('.')}]\n` : '';
  return { toml: `${header}${key} = ${value}`, place };
}

test('a problem found twice is told once', () => {
  const origin = { kind: 'file', file: 'c.toml', line: 2 } as const;
  const problem = { key: 'mcp.port', value: '99999999999999999999', allowed: 'must be a port', origin };
  const { problems, message } = new ConfigError([problem, { ...problem }]);
  expect(problems).toEqual([problem]);
  expect(message).toBe('configuration: mcp.port = 99999999999999999999 (c.toml:2): must be a port');
});
