import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type GitHubSimulator,
  type GitHubSimulatorOptions,
  startGitHubSimulator,
} from '@opencode-commander/simulators';
import { connectGitHub, type GitHub, type GitHubSettings } from '../src/index.ts';

export const MARKER_KEY = 'a key that signs';
export const TOKEN = 'ghp_bottoken123';

export type World = AsyncDisposable & {
  simulator: GitHubSimulator;
  github: GitHub;
  /** Makes a branch of `alice/web` with so many commits of its own. */
  branch(name: string, commits: number): Promise<void>;
  /** Another connection to the same server. */
  connect(settings?: Partial<GitHubSettings>): GitHub;
};

/** A simulated GitHub with `acme/web`, its owner `alice`, and `bot`, which may write to it and is who we are. */
export async function startWorld(options: Pick<GitHubSimulatorOptions, 'clock'> = {}): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'gh-'));
  const simulator = await startGitHubSimulator({ ...options, directory });
  simulator.addUser({ login: 'bot', token: TOKEN });
  simulator.addUser({ login: 'alice', token: 'ghp_alicetoken' });
  const { path } = await simulator.addRepository({
    owner: 'alice',
    name: 'web',
    topics: ['opencode-commander'],
    files: { 'README.md': '# web\n' },
  });
  simulator.addCollaborator({ repo: 'alice/web', login: 'bot', role: 'write' });
  const connect = (settings: Partial<GitHubSettings> = {}) =>
    connectGitHub({
      apiUrl: simulator.apiUrl,
      gitUrl: simulator.gitUrl,
      auth: { kind: 'token', token: TOKEN },
      throttle: false,
      markerKey: MARKER_KEY,
      retryBaseMs: 5,
      ...settings,
    });
  return {
    simulator,
    connect,
    branch: (name, commits) => makeBranch(path, name, commits),
    github: connect(),
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function makeBranch(path: string, name: string, commits: number): Promise<void> {
  const git = async (...args: string[]) => {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    return (await promisify(execFile)('git', ['-C', path, ...who, ...args])).stdout.trim();
  };
  let head = await git('rev-parse', 'main');
  for (let i = 0; i < commits; i += 1)
    head = await git('commit-tree', 'main^{tree}', '-p', head, '-m', `work ${i}`);
  await git('update-ref', `refs/heads/${name}`, head);
}
