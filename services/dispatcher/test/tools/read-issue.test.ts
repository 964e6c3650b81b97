import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@opencode-commander/config';
import { connectGitHub } from '@opencode-commander/github';
import { type GitHubSimulator, startGitHubSimulator } from '@opencode-commander/simulators';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIssueReader } from '../../src/tools/read-issue.ts';
import { openRun } from '../open-run.ts';

const repo = 'acme/web';
const token = 'ghp_bottoken123';

let directory: string;
let simulator: GitHubSimulator;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'read-'));
  simulator = await startGitHubSimulator({ directory });
  simulator.addUser({ login: 'bot', token });
  await simulator.addRepository({ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } });
  simulator.addCollaborator({ repo, login: 'bot' });
  simulator.fileIssue({ repo, title: 't', body: 'b', author: 'maria' });
});
afterEach(async () => {
  await simulator.stop();
  await rm(directory, { recursive: true, force: true });
});

async function open() {
  const { apiUrl, gitUrl } = simulator;
  const settings = {
    apiUrl,
    gitUrl,
    auth: { kind: 'token' as const, token },
    throttle: false,
    markerKey: 'k',
  };
  const patientGitHub = (signal: AbortSignal) => connectGitHub({ ...settings, signal, retryBaseMs: 5 });
  const { id: repoId } = await connectGitHub(settings).getRepository(repo);
  const rules = { trustedUsers: [], trustedBots: [] };
  const config = { timeouts: { humanMs: 60_000 }, github: rules } as unknown as Config;
  return openRun(undefined, { repoId, context: { patientGitHub, config, randomHex: () => 'abcdef' } });
}

it('asks GitHub for the last comments only, and once a run who may steer work', async () => {
  for (let i = 0; i < 350; i += 1)
    simulator.comment({ repo, number: 1, by: `user${i % 20}`, body: `said ${i}.` });
  await using opened = await open();
  const read = createIssueReader(opened.run);
  const requests = simulator.requestCounter();
  const asked = () => {
    const all = requests();
    return {
      pages: all.filter(({ path }) => path.includes('/comments')).length,
      permissions: all.filter(({ path }) => path.includes('/permission')).length,
    };
  };

  const answer = await read(null);

  expect(answer.status).toBe('done');
  expect(answer.text).toContain('320 earlier comments are not shown.');
  for (let i = 320; i < 350; i += 1) expect(answer.text).toContain(`said ${i}.`);
  expect(answer.text).not.toContain('said 319.');
  expect(asked()).toEqual({ pages: 3, permissions: 21 });
  expect(await read(1)).toEqual(answer);
  expect(asked()).toEqual({ pages: 3, permissions: 0 });
});

it('asks GitHub nothing more after its time, and reads again when GitHub is well', async () => {
  await using opened = await open();
  const read = createIssueReader(opened.run, 300);
  simulator.fault({ route: '/repos/{owner}/{repo}/issues/{issue_number}', delayMs: 800, times: 2 });
  const requests = simulator.requestCounter();

  expect(await read(null)).toMatchObject({ status: 'refused', text: expect.stringContaining('try again') });
  expect(requests().map(({ path }) => path)).toEqual([
    expect.stringContaining('/repos/acme/web'),
    expect.stringContaining('/issues/1'),
  ]);
  // This takes so long that the first one would be seen going on.
  expect(await createIssueReader(opened.run)(null)).toMatchObject({ status: 'done' });
  expect(requests().filter(({ path }) => path.includes('/comments'))).toHaveLength(1);
});
