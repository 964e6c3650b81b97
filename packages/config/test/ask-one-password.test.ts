import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { askOnePassword } from '../src/ask-one-password.ts';
import { makeHome } from './load.ts';

const REFERENCE = 'op://Development/github/token';
// Its words are those of the real one, version 2.
const EXPIRED =
  '[ERROR] 2026/11/30 10:00:00 error initializing client: session expired, sign in to create a new session';
const MISSING = `[ERROR] 2026/11/30 10:00:00 could not read secret '${REFERENCE}': "github" isn't an item in the "Development" vault. Specify the item with its UUID, name, or domain.`;

let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), 'op'));
});
afterEach(() => rm(bin, { recursive: true }));

/** Puts an `op` on the PATH that runs these lines of shell. */
async function standIn(...lines: string[]): Promise<Record<string, string>> {
  await writeFile(join(bin, 'op'), ['#!/bin/sh', ...lines].join('\n'), { mode: 0o755 });
  return { PATH: `${bin}:${process.env['PATH']}` };
}

async function ask(env: Record<string, string>, timeoutMs?: number) {
  const said: string[] = [];
  const options = { env, say: (line: string) => void said.push(line), ...(timeoutMs && { timeoutMs }) };
  return { found: await askOnePassword(REFERENCE, options), said };
}

it('reads the field, with what op needs of the environment and nothing else', async () => {
  const env = await standIn(`echo "$@" > ${bin}/asked`, `env > ${bin}/env`, 'printf "ghp_from_the_vault"');
  const { found, said } = await ask({ ...env, OP_SERVICE_ACCOUNT_TOKEN: 'ops_1', GITHUB_TOKEN: 'ghp_other' });
  expect('secret' in found && found.secret.reveal()).toBe('ghp_from_the_vault');
  expect(said).toEqual([]);
  expect(await readFile(join(bin, 'asked'), 'utf8')).toBe(`read ${REFERENCE}\n`);
  const seen = await readFile(join(bin, 'env'), 'utf8');
  expect(seen).toContain('OP_SERVICE_ACCOUNT_TOKEN=ops_1');
  expect(seen).not.toContain('ghp_other');
});

it.each([
  [
    'a session that has expired',
    `echo "${EXPIRED}" >&2; exit 1`,
    /^1Password refused it: error initializing client: session expired, sign in/,
  ],
  [
    'an item that is missing',
    `echo ${JSON.stringify(MISSING)} >&2; exit 1`,
    /^1Password refused it: could not read secret .* isn't an item in the/,
  ],
  [
    'a refusal that repeats a token',
    'echo "bad token $OP_SERVICE_ACCOUNT_TOKEN" >&2; exit 1',
    /bad token \[secret\]$/,
  ],
  ['a refusal without words', 'exit 1', /it did not say why; try op signin/],
  ['an empty field', 'exit 0', /nothing in this field/],
])('tells of %s', async (_what, line, words) => {
  const { found } = await ask({ ...(await standIn(line)), OP_SERVICE_ACCOUNT_TOKEN: 'ops_1234567890' });
  expect(found).toEqual({ problem: expect.stringMatching(words) });
});

it('says what it waits for, and gives up one that does not answer', async () => {
  const { found, said } = await ask(await standIn('exec sleep 600'), 2_500);
  expect(said).toEqual([`Waiting for 1Password to give ${REFERENCE} …`]);
  const problem = '1Password did not answer within 2.5 s: unlock it and try again';
  expect(found).toEqual({ problem, isAway: true });
});

it('says how to get it where it is not installed', async () => {
  const { found } = await ask({ PATH: '/nowhere' });
  expect(found).toEqual({
    problem: expect.stringMatching(/^op is not on the PATH: install the 1Password CLI/),
    isAway: true,
  });
});

it('says that it may not be executed', async () => {
  await writeFile(join(bin, 'op'), '#!/bin/sh\n', { mode: 0o644 });
  const { found } = await ask({ PATH: bin });
  expect(found).toEqual({ problem: expect.stringContaining('this user may not execute it'), isAway: true });
});

it('stands for a secret in the file, in a variable, and in one that the file names', async () => {
  const env = await standIn('echo "secret-of-$2"');
  await using home = await makeHome();
  const toml = '[github]\ntoken = "op://Dev/github/token"\n[mcp]\ntoken = "env:MINE"\n';
  const variables = { MINE: 'op://Dev/mcp/token', COMMANDER_GITHUB_WEBHOOK_SECRET: 'op://Dev/hook/secret' };
  const { github, mcp } = await home.load(toml, { ...env, ...variables });
  expect(github.auth?.kind === 'token' && github.auth.token.reveal()).toBe('secret-of-op://Dev/github/token');
  expect(mcp.token.reveal()).toBe('secret-of-op://Dev/mcp/token');
  expect(github.webhookSecret?.reveal()).toBe('secret-of-op://Dev/hook/secret');
});

it('is asked once for each field, however many places name it', async () => {
  const env = await standIn(`echo "$2" >> ${bin}/asked`, 'echo "secret-of-$2"');
  await using home = await makeHome();
  const toml = [
    ...['[llm.a]', 'base_url = "http://127.0.0.1:1"', 'api_key = "op://Dev/models/key"'],
    ...['[llm.b]', 'base_url = "http://127.0.0.1:1"', 'api_key = "op://Dev/models/key"'],
    ...['[mcp]', 'token = "op://Dev/mcp/token"'],
  ].join('\n');
  const { llm, mcp } = await home.load(toml, env);
  for (const name of ['a', 'b']) expect(llm[name]?.apiKey?.reveal()).toBe('secret-of-op://Dev/models/key');
  expect(mcp.token.reveal()).toBe('secret-of-op://Dev/mcp/token');
  const asked = (await readFile(join(bin, 'asked'), 'utf8')).trim().split('\n');
  expect(asked.toSorted()).toEqual(['op://Dev/mcp/token', 'op://Dev/models/key']);
});

it('is one of the mistakes of a configuration, beside the others', async () => {
  const env = await standIn(`echo "${EXPIRED}" >&2; exit 1`);
  await using home = await makeHome();
  const error = await home.fail(
    '[github]\ntoken = "op://Dev/github/token"\nwebhook_secret = "env:ABSENT"',
    env,
  );
  expect(error.message).toMatch(
    /github\.token \(commander\.toml:2\): 1Password refused it: .*session expired/,
  );
  expect(error.message).toContain('the variable ABSENT is not set');
});

it('follows a reference that a file holds, too', async () => {
  const env = await standIn('printf "secret-of-$2"');
  await using home = await makeHome();
  await writeFile(join(home.path, 'work', 'token'), 'op://Dev/mcp/token\n');
  const { mcp } = await home.load('[mcp]\ntoken = "file:token"', env);
  expect(mcp.token.reveal()).toBe('secret-of-op://Dev/mcp/token');
});
