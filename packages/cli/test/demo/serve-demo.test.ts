import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '@opencode-commander/simulators';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { PROGRAM } from '../rig.ts';

const DEMO = fileURLToPath(new URL('../../../../images/service/demo', import.meta.url));
const REPO = 'acme/slugger';

let directory: string;
let servers: Awaited<ReturnType<typeof startServers>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's'));
  servers = await startServers();
});

afterAll(async () => {
  servers.child.kill('SIGKILL');
  await servers.ended;
  await rm(directory, { recursive: true });
});

it('files the issues of its one repository on a GitHub that knows the token of the configuration', async () => {
  const issues = await servers.ask('issues', z.array(z.object({ title: z.string() })));
  expect(issues.map(({ title }) => title)).toEqual([
    'Let slugs have a maximum length',
    'Translate the README into Klingon',
    'Umlauts vanish from slugs',
  ]);
});

it('names GitHub in its answers as people and as the services reach it', async () => {
  const schema = z.object({ url: z.string(), html_url: z.string() });
  expect(await servers.ask('issues/1', schema)).toEqual({
    url: `http://simulators:${servers.githubPort}/api/v3/repos/${REPO}/issues/1`,
    html_url: `http://127.0.0.1:8090/${REPO}/issues/1`,
  });
});

it('serves the model to whoever has its key', async () => {
  const models = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${servers.modelPort}/v1/models`, { headers });
  expect((await models({})).status).toBe(401);
  const known = await models({ authorization: `Bearer ${await secret('model_key')}` });
  expect(await known.json()).toMatchObject({ data: [{ id: 'scripted' }] });
});

it('has a person answer the question of an agent', async () => {
  await servers.ask('issues/3/labels', z.unknown(), { labels: ['agent/waiting'] });
  const comment = z.object({ user: z.object({ login: z.string() }), body: z.string() });
  await vi.waitFor(async () =>
    expect(await servers.ask('issues/3/comments', z.array(comment))).toEqual([
      { user: { login: 'maria' }, body: '1' },
    ]),
  );
});

it('ends when it is told to, and leaves nothing', async () => {
  expect(await readdir(directory)).toContainEqual(expect.stringMatching(/^commander-demo-/));
  servers.child.kill('SIGTERM');
  expect(await servers.ended).toBe(130);
  expect((await readdir(directory)).filter((name) => name.startsWith('commander-demo-'))).toEqual([]);
});

/** The program with the configuration of the demo, on ports of its own. */
async function startServers() {
  const [githubPort, modelPort] = [await freePort(), await freePort()];
  const github = `http://simulators:${githubPort}`;
  const env = {
    PATH: process.env['PATH'],
    HOME: directory,
    TMPDIR: directory,
    COMMANDER_DATA_DIR: join(directory, 'data'),
    COMMANDER_RUN_DIR: join(directory, 'run'),
    COMMANDER_GITHUB_API_URL: `${github}/api/v3`,
    COMMANDER_GITHUB_GIT_URL: github,
    COMMANDER_LLM_SIMULATED_BASE_URL: `http://simulators:${modelPort}/v1`,
  };
  const args = [...PROGRAM, 'demo', '--servers-only', '--config', join(DEMO, 'commander.toml')];
  const child = spawn(process.execPath, args, { cwd: directory, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit').then(([code]) => code);
  const lines = createInterface({ input: child.stderr });
  expect(await once(lines, 'line')).toEqual(['GitHub (simulated): http://127.0.0.1:8090']);
  const token = await secret('github_token');
  const ask = async <T>(path: string, schema: z.ZodType<T>, change?: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${githubPort}/api/v3/repos/${REPO}/${path}`, {
      headers: { authorization: `Bearer ${token}` },
      ...(change && { method: 'POST', body: JSON.stringify(change) }),
    });
    return schema.parse(await answer.json());
  };
  return { child, ended, ask, githubPort, modelPort };
}

async function secret(name: string): Promise<string> {
  return (await readFile(join(DEMO, 'secrets', name), 'utf8')).trim();
}
