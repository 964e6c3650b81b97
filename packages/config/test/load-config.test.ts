import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig, secretValues } from '../src/index.ts';
import { type Home, makeHome } from './load.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home[Symbol.asyncDispose]());

test('nothing configured gives the defaults', async () => {
  const config = await home.load(null);
  expect(config).toMatchObject({
    dataDir: join(home.path, '.local/share/opencode-commander'),
    runDir: join(home.path, 'run/opencode-commander'),
    hostName: 'test-host',
    github: {
      apiUrl: 'https://api.github.com',
      gitUrl: 'https://github.com',
      auth: null,
      webhookSecret: null,
      pollIntervalMs: 30_000,
    },
    redis: { url: null, prefix: 'commander' },
    containers: {
      cpuLimit: 2,
      memoryLimitBytes: 4 * 1024 ** 3,
      minFreeDiskBytes: 2 * 1024 ** 3,
      minFreeMemoryBytes: 512 * 1024 ** 2,
      nix: 'auto',
      maxPushBytes: 100 * 1024 ** 2,
      keepWarmMs: 900_000,
    },
    agent: { ask: [] },
    timeouts: { criticalMs: 3_600_000, stuckMs: 300_000, devShellMs: 600_000, humanMs: 72 * 3_600_000 },
    budget: { taskUsd: null, repoDayUsd: null, dayUsd: null, maxRounds: 5 },
    publish: {
      protectedPaths: ['.github/workflows/**', '.github/actions/**'],
      deleteMergedBranches: false,
    },
    models: { allowed: null, default: null },
    llm: {},
    repos: [],
  });
  expect((await stat(config.runDir)).mode & 0o777).toBe(0o700);
});

test('another host gives its own addresses', async () => {
  const { github } = await home.load('[github]\nhost = "GHE.example.com"');
  expect(github).toMatchObject({
    host: 'ghe.example.com',
    apiUrl: 'https://ghe.example.com/api/v3',
    gitUrl: 'https://ghe.example.com',
  });
});

test('variables go before the file, an empty one does not count', async () => {
  const { containers, github, mcp, log } = await home.load(
    '[containers]\nmax_concurrent = 2\n[log]\nlevel = "debug"',
    {
      COMMANDER_CONTAINERS_MAX_CONCURRENT: '7',
      COMMANDER_CONTAINERS_EGRESS_ALLOW: 'a.example, *.b.example,',
      COMMANDER_GITHUB_THROTTLE: 'off',
      COMMANDER_LOG_LEVEL: '',
      COMMANDER_MCP_PORT: '0',
    },
  );
  expect(containers).toMatchObject({ maxConcurrent: 7, egressAllow: ['a.example', '*.b.example'] });
  expect([github.throttle, mcp.port, log.level]).toEqual([false, 0, 'debug']);
});

test('what a repository does not say is as for all', async () => {
  const { repos } = await home.load(
    '[containers]\nnix = "always"\n[publish]\nprotected_paths = ["a"]\n[[repo]]\nname = "o/one"\nsetup = "npm ci"\n[[repo]]\nname = "o/two"\nnix = "never"\nprotected_paths = []',
  );
  expect(repos).toEqual([
    {
      name: 'o/one',
      setup: 'npm ci',
      image: null,
      nix: 'always',
      protectedPaths: ['a'],
      maxConcurrent: null,
      blocked: false,
      served: true,
    },
    {
      name: 'o/two',
      setup: null,
      image: null,
      nix: 'never',
      protectedPaths: [],
      maxConcurrent: null,
      blocked: false,
      served: true,
    },
  ]);
});

test('an instance has the password its reference points to', async () => {
  const { instances } = await home.load(
    '[[instance]]\nname = "near"\nurl = "http://h:4096/"\n[[instance]]\nname = "far"\nurl = "https://i"\nusername = "me"\npassword = "env:FAR"\nprojects_path = "/src"',
    { FAR: 'of-far' },
  );
  expect(instances).toMatchObject([
    { name: 'near', url: 'http://h:4096', username: 'opencode', password: null, projectsPath: null },
    { name: 'far', url: 'https://i', username: 'me', projectsPath: '/src' },
  ]);
  expect(instances[1]?.password?.reveal()).toBe('of-far');
});

test('dollars are numbers, in a variable too; a repository has its own limit or is blocked', async () => {
  const { budget, repos, github, agent } = await home.load(
    '[budget]\ntask_usd = 2\nmax_rounds = 0\n[[repo]]\nname = "o/one"\nmax_concurrent = 1\nblocked = true',
    {
      COMMANDER_BUDGET_DAY_USD: '12.50',
      COMMANDER_GITHUB_WEBHOOK_SECRET: 'a-secret-of-webhooks',
      COMMANDER_AGENT_ASK: 'bash,webfetch',
    },
  );
  expect(budget).toEqual({ taskUsd: 2, repoDayUsd: null, dayUsd: 12.5, maxRounds: 0 });
  expect(repos[0]).toMatchObject({ maxConcurrent: 1, blocked: true });
  expect(github.webhookSecret?.reveal()).toBe('a-secret-of-webhooks');
  expect(agent.ask).toEqual(['bash', 'webfetch']);
});

test('paths: ~ is home, relative ones start at the file or, in a variable, at the working directory', async () => {
  const elsewhere = join(home.path, 'elsewhere');
  await mkdir(elsewhere);
  await writeFile(
    join(elsewhere, 'c.toml'),
    'data_dir = "data"\n[containers]\nsocket = "unix:///run/p.sock"',
  );
  const env = { COMMANDER_CONFIG: '../elsewhere/c.toml', COMMANDER_RUN_DIR: 'r' };
  const fromVariable = await home.load(null, env);
  expect(fromVariable).toMatchObject({
    dataDir: join(elsewhere, 'data'),
    runDir: join(home.path, 'work/r'),
    containers: { socket: '/run/p.sock' },
  });
  expect((await home.load('data_dir = "~/d"')).dataDir).toBe(join(home.path, 'd'));
});

test('the file is looked for at --config, $COMMANDER_CONFIG, the working directory, the home, in this order', async () => {
  const places = [
    'flag.toml',
    'variable.toml',
    'work/commander.toml',
    '.config/opencode-commander/commander.toml',
  ];
  await mkdir(join(home.path, '.config/opencode-commander'), { recursive: true });
  for (const [i, place] of places.entries())
    await writeFile(join(home.path, place), `[mcp]\nport = ${i + 1}`);
  const options = {
    cwd: join(home.path, 'work'),
    home: home.path,
    uid: process.getuid?.() ?? 0,
    hostname: 'h',
  };
  const env = { XDG_RUNTIME_DIR: join(home.path, 'run') };
  const named = { ...env, COMMANDER_CONFIG: '../variable.toml' };
  expect((await loadConfig({ ...options, env: named, file: '../flag.toml' })).mcp.port).toBe(1);
  expect((await loadConfig({ ...options, env: named })).mcp.port).toBe(2);
  expect((await loadConfig({ ...options, env })).mcp.port).toBe(3);
  expect((await loadConfig({ ...options, env, cwd: home.path })).mcp.port).toBe(4);
});

test('the token: our own variable, then the file, then GITHUB_TOKEN, then GH_TOKEN', async () => {
  const tokenOf = async (toml: string | null, env: Record<string, string>) => {
    const { auth } = (await home.load(toml, env)).github;
    return auth?.kind === 'token' ? auth.token.reveal() : null;
  };
  const env = { GH_TOKEN: 'gh', GITHUB_TOKEN: 'github', COMMANDER_GITHUB_TOKEN: 'own' };
  expect(await tokenOf('[github]\ntoken = "file"', env)).toBe('own');
  expect(await tokenOf('[github]\ntoken = "file"', { GITHUB_TOKEN: 'github' })).toBe('file');
  expect(await tokenOf(null, { GH_TOKEN: 'gh', GITHUB_TOKEN: 'github' })).toBe('github');
  expect(await tokenOf(null, { GH_TOKEN: 'gh' })).toBe('gh');
});

test.each([
  ['[github]\nhost = "ghe.example.com"', {}],
  ['[github]\napi_url = "http://127.0.0.1:1"', {}],
  ['[github]\ngit_url = "http://127.0.0.1:1"', {}],
  [null, { COMMANDER_GITHUB_HOST: 'ghe.example.com' }],
  [null, { COMMANDER_GITHUB_API_URL: 'http://127.0.0.1:1' }],
])("github.com's token is not sent to another server: %j %j", async (toml, env) => {
  const { github } = await home.load(toml, { GITHUB_TOKEN: 'github', GH_TOKEN: 'gh', ...env });
  expect(github.auth).toBeNull();
});

test("github.com's token is taken where the host is named", async () => {
  const { github } = await home.load('[github]\nhost = "GitHub.com"', { GITHUB_TOKEN: 'github' });
  expect(github.auth?.kind).toBe('token');
});

test('an App: its key from a file; GITHUB_TOKEN does not get in its way', async () => {
  const pem = '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----';
  await writeFile(join(home.path, 'work/key.pem'), `${pem}\n`);
  const { github } = await home.load('[github]\napp_id = 7\nprivate_key = "file:key.pem"', {
    GITHUB_TOKEN: 'x',
  });
  expect(github.auth?.kind === 'app' && [github.auth.appId, github.auth.privateKey.reveal()]).toEqual([
    7,
    pem,
  ]);
});

test('providers: well-known ones from their variables, but no key for another server', async () => {
  const env = { ANTHROPIC_API_KEY: 'sk-a', OPENAI_API_KEY: 'sk-o', COMMANDER_LLM_MY_OWN_API_KEY: 'sk-m' };
  const toml =
    '[llm.openai]\nbase_url = "http://127.0.0.1:1/v1/"\n[llm.my_own]\nbase_url = "http://127.0.0.1:2/v1"';
  const { llm } = await home.load(toml, env);
  expect(llm).toMatchObject({
    anthropic: { baseUrl: 'https://api.anthropic.com/v1', npm: null, models: [] },
    openai: { baseUrl: 'http://127.0.0.1:1/v1', apiKey: null },
  });
  expect([llm['anthropic']?.apiKey?.reveal(), llm['my_own']?.apiKey?.reveal()]).toEqual(['sk-a', 'sk-m']);
});

test('a provider from variables alone', async () => {
  const env = { COMMANDER_LLM_SIM_BASE_URL: 'http://127.0.0.1:9/v1', COMMANDER_LLM_SIM_MODELS: 'a,b' };
  expect((await home.load(null, env)).llm).toEqual({
    sim: { baseUrl: 'http://127.0.0.1:9/v1', apiKey: null, npm: null, models: ['a', 'b'] },
  });
});

test('prices of models, whatever their names', async () => {
  const toml =
    '[llm.sim]\nbase_url = "http://127.0.0.1:9/v1"\nprices = ["a=0.5/2", "org/b-2=1/10.25", "c/3=0/0"]';
  expect((await home.load(toml)).llm['sim']?.prices).toEqual({
    a: { input: 0.5, output: 2 },
    'org/b-2': { input: 1, output: 10.25 },
    'c/3': { input: 0, output: 0 },
  });
  const wrong = '[llm.sim]\nbase_url = "http://127.0.0.1:9/v1"\nprices = ["a=free"]';
  expect((await home.fail(wrong)).message).toContain('prices');
});

test('keys are generated once, for their owner only, also when many start at once', async () => {
  const configs = await Promise.all(Array.from({ length: 8 }, () => home.load(null)));
  const keys = configs.map(({ markerKey, mcp }) => `${markerKey.reveal()} ${mcp.token.reveal()}`);
  expect(new Set(keys).size).toBe(1);
  const dataDir = configs[0]?.dataDir ?? '';
  expect((await readdir(dataDir)).sort()).toEqual(['marker-key', 'mcp-token']);
  expect((await stat(join(dataDir, 'mcp-token'))).mode & 0o777).toBe(0o600);
  expect(keys[0]).toContain((await readFile(join(dataDir, 'marker-key'), 'utf8')).trim());
  const given = { COMMANDER_MARKER_KEY: 'a-key-of-our-own-choice' };
  expect((await home.load(null, given)).markerKey.reveal()).toBe('a-key-of-our-own-choice');
});

test('the configuration is frozen and shows no secret', async () => {
  const config = await home.load('[redis]\nurl = "redis://:hunter2hunter2@127.0.0.1:1"', {
    GITHUB_TOKEN: 'ghp_hidden',
  });
  expect(Object.isFrozen(config.github) && Object.isFrozen(config.publish.protectedPaths)).toBe(true);
  const shown = `${JSON.stringify(config)} ${String(config.markerKey)}`;
  const secrets = secretValues(config);
  expect(secrets).toContain('hunter2hunter2');
  expect(secrets).toHaveLength(6);
  for (const secret of secrets) expect(shown).not.toContain(secret);
});

test.each([
  ['unix://:hunter2hunter2@/run/redis.sock', 'hunter2hunter2'],
  ['redis+sentinel://u:hunter2%40@h1:1,h2:2/m', 'hunter2@'],
])('the password in %s is a secret', async (url, password) => {
  const config = await home.load(`[redis]\nurl = "${url}"`);
  expect(secretValues(config)).toEqual(expect.arrayContaining([url, password]));
});

test('an address without a password is no secret: it stands in many a file', async () => {
  const config = await home.load('[redis]\nurl = "redis://127.0.0.1:6379"');
  expect(secretValues(config)).toEqual([config.mcp.token.reveal(), config.markerKey.reveal()]);
});

test('a run directory that others could own is refused', async () => {
  await mkdir(join(home.path, 'real'));
  await symlink(join(home.path, 'real'), join(home.path, 'link'));
  const error = await home.fail(null, { COMMANDER_RUN_DIR: join(home.path, 'link') });
  expect(error.message).toContain('must be a directory itself, not a link to one');
});

test.each([
  'redis://h:1',
  'rediss://u:p@h',
  'unix:///run/redis.sock?db=1',
  'unix://:p@/run/redis.sock?db=1',
  'unix://u:p@/run/redis.sock',
  'redis+sentinel://u:p@h1:26379,[::1]/mymaster/1?sentinel_password=x',
  'rediss+cluster://h1:7000,h2:7001',
])('redis.url may be %s', async (url) => {
  const config = await home.load(`[redis]\nurl = "${url}"\nallow_volatile = true`);
  expect(config.redis.url?.reveal()).toBe(url);
  expect(config.redis.allowVolatile).toBe(true);
});
