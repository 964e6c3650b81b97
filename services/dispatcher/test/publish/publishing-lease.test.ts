import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createQuarantine } from '@opencode-commander/broker';
import { connectGitHub } from '@opencode-commander/github';
import { connectRedis, createQueues, createTaskStore, type Queues } from '@opencode-commander/queue';
import { type GitHubSimulator, startGitHubSimulator } from '@opencode-commander/simulators';
import { newTask } from '@opencode-commander/task';
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest';
import type { DispatcherContext } from '../../src/dispatcher-context.ts';
import { publishPullRequest } from '../../src/publish/publish-pull-request.ts';
import type { Publishing } from '../../src/publish/publishing.ts';
import { Run } from '../../src/run.ts';

const REPO = 'acme/web';
const TOKEN = 'ghp_holdholdholdholdholdholdholdholdhold';
/** Four fifths of the right to publish. */
const LEASE_MS = 48_000;
const environment = { PATH: process.env['PATH'] };

let place: string;
let github: GitHubSimulator;
let queues: Queues;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'p'));
  await mkdir(join(place, 'github'));
  github = await startGitHubSimulator({ directory: join(place, 'github') });
  github.addUser({ login: 'bot', token: TOKEN });
  await github.addRepository({ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } });
  github.addCollaborator({ repo: REPO, login: 'bot' });
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  queues = createQueues({ redis, prefix: `${process.env['COMMANDER_TEST_PREFIX']}${place.slice(-6)}` });
});
afterEach(async () => {
  vi.restoreAllMocks();
  const { redis, prefix } = queues;
  await queues.close();
  await redis.del(await redis.keys(`{${prefix}}*`));
  redis.disconnect();
  await github.stop();
  await rm(place, { recursive: true });
});

/** A run whose agent has pushed its work, about to publish it. */
async function pushed() {
  const store = createTaskStore(queues);
  const number = 1;
  const issue = { repoId: 7, repo: REPO, number, title: 't', body: 'b', labels: [], url: 'u' };
  const created = newTask({ issue, host: 'github.test', now: new Date() });
  const { id, branch } = created;
  await store.create(created);
  const at = new Date().toISOString();
  const { epoch } = await store.claim({ id, host: 'h', at });
  const task = await store.change({ id, epoch, at, status: 'running' });
  const { apiUrl, gitUrl } = github;
  const client = connectGitHub({
    ...{ apiUrl, gitUrl, auth: { kind: 'token', token: TOKEN }, throttle: false },
    ...{ markerKey: 'a key', retryBaseMs: 1 },
  });
  const log = { warn: () => undefined, info: () => undefined };
  const context = {
    ...{ store, queues, github: client, environment, log, now: () => new Date() },
    ...{ config: { dataDir: place }, randomHex: () => 'abcd' },
  };
  const run = new Run(context as unknown as DispatcherContext, task, new AbortController().signal);
  const mirror = { path: github.repository(REPO).path };
  const directory = join(place, 'quarantine');
  const wanted = { mirror, directory, branch, baseBranch: 'main', maxPushBytes: 1e7, environment };
  const quarantine = await createQuarantine(wanted);
  const headSha = await pushTo(directory, branch);
  const repository = { quarantine, fullName: REPO, baseBranch: 'main', publishedSha: null };
  const text = { title: 'Work', body: 'Worked.', summary: 'It is done.' };
  const publishing = {
    session: { id: 'ses_1', ask: async () => text },
    sandbox: { repository, agent: { exportSession: async () => '{}' } },
    account: { record: async () => undefined },
    work: { status: 'ready', headSha, commits: 1, files: [] },
  } as unknown as Publishing;
  const publish = () => publishPullRequest(run, publishing);
  return { store, id, branch, publish };
}

async function pushTo(quarantine: string, branch: string): Promise<string> {
  const tree = join(place, 'tree');
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', ['-C', tree, ...who, ...args])).stdout.trim();
  await promisify(execFile)('git', ['clone', '-q', quarantine, tree]);
  await git('commit', '-q', '--allow-empty', '-m', 'Work');
  await git('push', '-q', 'origin', `HEAD:refs/heads/${branch}`);
  return git('rev-parse', 'HEAD');
}

/** How often the pull request was asked to be opened. */
const posts = () =>
  github.requests.filter(({ method, path }) => method === 'POST' && path === `/repos/${REPO}/pulls`).length;

/** While the pull request is looked for, which comes right before it is opened, the clock goes on by so much. */
async function whileLookedFor(ms: number, work: () => Promise<void>): Promise<unknown> {
  const route = '/repos/{owner}/{repo}/pulls';
  github.fault({ method: 'GET', route, delayMs: 200 });
  const looks = () =>
    github.requests.filter(({ method, path }) => method === 'GET' && path === `/repos/${REPO}/pulls`);
  const done = work().then(
    () => 'published',
    (error: unknown) => error,
  );
  await vi.waitFor(() => expect(looks()).toHaveLength(1), { interval: 5, timeout: 10_000 });
  expect(posts()).toBe(0);
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
  return done;
}

it('opens no pull request with a right that ran out while it was looked for', async () => {
  const { store, id, branch, publish } = await pushed();
  const outcome = await whileLookedFor(LEASE_MS, publish);
  expect(outcome).toMatchObject({ name: 'LetGo', letting: { why: 'taken' } });
  expect(posts()).toBe(0);
  expect(github.pulls(REPO)).toEqual([]);
  expect(await github.branches(REPO)).toHaveProperty([branch]);
  expect(await store.get(id)).toMatchObject({ status: 'running', prUrl: null });
});

it('opens it with one that nearly has', async () => {
  const { store, id, publish } = await pushed();
  expect(await whileLookedFor(LEASE_MS / 2, publish)).toBe('published');
  expect(posts()).toBe(1);
  expect(await store.get(id)).toMatchObject({ status: 'completed', pull: { state: 'open' } });
});
