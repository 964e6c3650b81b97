import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createQuarantine } from '@opencode-commander/broker';
import { connectGitHub } from '@opencode-commander/github';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  type Queues,
  type TaskStore,
} from '@opencode-commander/queue';
import { type GitHubSimulator, startGitHubSimulator } from '@opencode-commander/simulators';
import { newTask, type TaskId } from '@opencode-commander/task';
import { inject } from 'vitest';
import type { DispatcherContext } from '../src/dispatcher-context.ts';
import { inspectPushedWork } from '../src/publish/inspect-pushed-work.ts';
import { publishPullRequest } from '../src/publish/publish-pull-request.ts';
import type { Publishing } from '../src/publish/publishing.ts';
import { Run } from '../src/run.ts';

/** The only repository there is. */
export const REPO = 'acme/web';
const TOKEN = 'ghp_holdholdholdholdholdholdholdholdhold';
const environment = { PATH: process.env['PATH'] };

export type PublishingWorld = AsyncDisposable & {
  github: GitHubSimulator;
  queues: Queues;
  /** A run whose agent has pushed these files, if any, with a store that is what `through` makes of the real one. */
  pushed(wanted?: {
    files?: Record<string, string | Buffer>;
    through?: (store: TaskStore) => TaskStore;
  }): Promise<PushedRun>;
};

type PushedRun = {
  run: Run;
  store: TaskStore;
  id: TaskId;
  branch: string;
  /** Judges what was pushed. */
  inspect(): ReturnType<typeof inspectPushedWork>;
  /** Opens the pull request. */
  publish(): Promise<void>;
};

/** Real Redis and git and a simulated GitHub, for a run that has no container. */
export async function openPublishingWorld(): Promise<PublishingWorld> {
  const place = await mkdtemp(join(tmpdir(), 'p'));
  await mkdir(join(place, 'github'));
  const github = await startGitHubSimulator({ directory: join(place, 'github') });
  github.addUser({ login: 'bot', token: TOKEN });
  await github.addRepository({ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } });
  github.addCollaborator({ repo: REPO, login: 'bot' });
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}${place.slice(-6)}`;
  const queues = createQueues({ redis, prefix });
  return {
    github,
    queues,
    pushed: (wanted = {}) => openPushed({ place, github, queues }, wanted),
    async [Symbol.asyncDispose]() {
      await queues.close();
      await redis.del(await redis.keys(`{${prefix}}*`));
      redis.disconnect();
      await github.stop();
      await rm(place, { recursive: true });
    },
  };
}

type Ground = { place: string; github: GitHubSimulator; queues: Queues };
type Wanted = NonNullable<Parameters<PublishingWorld['pushed']>[0]>;

async function openPushed(
  { place, github, queues }: Ground,
  { files = { 'work.txt': 'work\n' }, through = (same) => same }: Wanted,
): Promise<PushedRun> {
  const store = createTaskStore(queues);
  const issue = { repoId: 7, repo: REPO, number: 1, title: 't', body: 'b', labels: [], url: 'u' };
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
  const config = {
    ...{ dataDir: place, repos: [], publish: { protectedPaths: ['.github/workflows/**'] } },
    containers: { nix: 'never', maxFileBytes: 1_000_000 },
  };
  const log = { warn: () => undefined, info: () => undefined, error: () => undefined };
  const context = {
    ...{ store: through(store), queues, github: client, environment, log, config },
    ...{ now: () => new Date(), randomHex: () => 'abcd' },
  };
  const run = new Run(context as unknown as DispatcherContext, task, new AbortController().signal);
  const mirror = { path: github.repository(REPO).path };
  const directory = join(place, 'quarantine');
  const wanted = { mirror, directory, branch, baseBranch: 'main', maxPushBytes: 1e7, environment };
  const quarantine = await createQuarantine(wanted);
  const { baseSha, headSha } = await pushTo(directory, { tree: join(place, 'tree'), branch, files });
  const repository = {
    ...{ quarantine, fullName: REPO, baseBranch: 'main', publishedSha: null },
    ...{ baseSha, startSha: baseSha },
  };
  const text = { title: 'Work', body: 'Worked.', summary: 'It is done.' };
  const publishing = {
    session: { id: 'ses_1', ask: async () => text },
    sandbox: { repository, agent: { exportSession: async () => '{}' } },
    account: { record: async () => undefined },
    work: { status: 'ready', headSha, commits: 1, files: [] },
  } as unknown as Publishing;
  const inspect = () => inspectPushedWork(run, publishing.sandbox.repository);
  const publish = () => publishPullRequest(run, publishing);
  return { run, store, id, branch, inspect, publish };
}

/** The agent's part; without files it pushes nothing. */
async function pushTo(
  quarantine: string,
  { tree, branch, files }: { tree: string; branch: string; files: Record<string, string | Buffer> },
): Promise<{ baseSha: string; headSha: string }> {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', ['-C', tree, ...who, ...args])).stdout.trim();
  await promisify(execFile)('git', ['clone', '-q', quarantine, tree]);
  const baseSha = await git('rev-parse', 'HEAD');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), content);
  }
  if (Object.keys(files).length === 0) return { baseSha, headSha: baseSha };
  await git('add', '--all');
  await git('commit', '-q', '-m', 'Work');
  await git('push', '-q', 'origin', `HEAD:refs/heads/${branch}`);
  return { baseSha, headSha: await git('rev-parse', 'HEAD') };
}
