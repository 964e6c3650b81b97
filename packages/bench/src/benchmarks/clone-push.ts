import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createQuarantine, type Mirror, syncMirror } from '@opencode-commander/broker';
import { startGitHubSimulator } from '@opencode-commander/simulators';
import type { Benchmark } from '../benchmark.ts';
import { gitIn } from '../git.ts';
import { type Ground, onGround } from '../ground.ts';
import { millisecondsOf } from '../milliseconds-of.ts';
import { openBroker } from '../open-broker.ts';
import { openTcpDoor } from '../tcp-door.ts';

const REPOSITORY = { owner: 'acme', name: 'big' };
const FULL_NAME = `${REPOSITORY.owner}/${REPOSITORY.name}`;
const FILES = 200;
const PACKED_FILE_BYTES = 20_000;
const PUSHED_BYTES = 1_000_000;
const TOKEN = 'ghp_benchbenchbenchbenchbenchbenchbench0';
const AUTHORIZATION = `Basic ${Buffer.from(`pusher:${TOKEN}`).toString('base64')}`;

/** An agent's clone and push, by the same git: from the broker, and from the server itself over HTTP. */
export const clonePush: Benchmark = {
  name: 'clone-push',
  about: "clone 4 MB and push 1 MB through the broker's socket, against plain git over HTTP",
  rehearsed: true,
  async open(ground) {
    const url = await openOrigin(ground);
    const directory = join(ground.directory, 'mirror.git');
    const remote = { url, authorization: AUTHORIZATION };
    const mirror = await syncMirror({ directory, remote, environment: ground.environment });
    let runs = 0;
    return async () => {
      runs += 1;
      const branch = `agent/${runs}-aaaaaa`;
      const floor = await cloneAndPush(ground, { ...remote, branch, name: `floor-${runs}` });
      const ours = await throughBroker(ground, { mirror, branch, name: `ours-${runs}` });
      return [
        { measure: 'clone', unit: 'ms', ours: ours.cloneMs, floor: floor.cloneMs },
        { measure: 'push', unit: 'ms', ours: ours.pushMs, floor: floor.pushMs },
      ];
    };
  },
};

/** The URL of a repository whose history is 4 MB on the wire. */
async function openOrigin({ directory, stack }: Ground): Promise<string> {
  const names = Array.from({ length: FILES }, (_, i) => `src/file-${i}.txt`);
  const aFile = () => randomBytes(PACKED_FILE_BYTES).toString('hex');
  await mkdir(join(directory, 'github'));
  const github = await startGitHubSimulator({ directory: join(directory, 'github') });
  stack.defer('the GitHub simulator', () => github.stop());
  const files = Object.fromEntries(names.map((name) => [name, aFile()]));
  await github.addRepository({ ...REPOSITORY, files });
  github.addUser({ login: 'pusher', token: TOKEN });
  github.addCollaborator({ repo: FULL_NAME, login: 'pusher' });
  return `${github.gitUrl}/${FULL_NAME}.git`;
}

type Cloning = { url: string; authorization: string | null; branch: string; name: string };
type Times = { cloneMs: number; pushMs: number };

async function cloneAndPush(
  { directory, environment }: Ground,
  { url, authorization, branch, name }: Cloning,
): Promise<Times> {
  const work = join(directory, name);
  const outside = gitIn({ cwd: directory, environment, authorization });
  const cloneMs = await millisecondsOf(() => outside(['clone', '--quiet', url, work]));
  const git = gitIn({ cwd: work, environment, authorization });
  await git(['checkout', '--quiet', '-b', branch]);
  await writeFile(join(work, 'new.bin'), randomBytes(PUSHED_BYTES));
  await git(['add', '--all']);
  await git(['commit', '--quiet', '--message', 'Add a file']);
  const pushMs = await millisecondsOf(() => git(['push', '--quiet', 'origin', branch]));
  return { cloneMs, pushMs };
}

async function throughBroker(
  ground: Ground,
  { mirror, branch, name }: { mirror: Mirror; branch: string; name: string },
): Promise<Times> {
  const { environment, directory: parent } = ground;
  // What one run needs goes with it.
  return onGround({ ...ground, parent }, async (own) => {
    const { directory } = own;
    const quarantine = await createQuarantine({
      mirror,
      directory: join(directory, 'quarantine.git'),
      branch,
      baseBranch: 'main',
      maxPushBytes: 2 * PUSHED_BYTES,
      environment,
    });
    const served = { directory, repository: FULL_NAME, quarantine, providers: {}, key: 'none' };
    const door = await openTcpDoor(own, await openBroker(own, served));
    return cloneAndPush(own, { url: `${door}/git/${FULL_NAME}.git`, authorization: null, branch, name });
  });
}
