import { generateKeyPairSync } from 'node:crypto';
import { commitFiles } from './git/commit-files.ts';
import { resolveCommit } from './git/refs.ts';
import type { SeedTarget } from './seeding.ts';
import { type PullSnapshot, snapshotPull } from './snapshots.ts';
import { createApp, installApp } from './state/apps.ts';
import { type CheckRunPatch, createCheckRun, updateCheckRun } from './state/checks.ts';
import type { App, PullRequest, Repository, Review } from './state/entities.ts';
import { lookIn } from './state/lookup.ts';
import { mergePull } from './state/merge-pull.ts';
import { openPull } from './state/pulls.ts';
import { absorbPush } from './state/pushes.ts';
import { addReview, type NewReviewComment } from './state/reviews.ts';
import { addUser } from './state/users.ts';
import type { World } from './state/world.ts';

export type SeedCommit = {
  repo: string;
  branch: string;
  /** Contents by path; null deletes the file. */
  files: Readonly<Record<string, string | null>>;
  message: string;
  by?: string;
};
export type SeedPull = {
  repo: string;
  head: string;
  base?: string;
  title: string;
  body?: string;
  by?: string;
};
export type SeedReview = SeedTarget & {
  state: Review['state'];
  body?: string;
  /** Lines are on the new side unless `side` says LEFT. */
  comments?: readonly { path: string; line: number; body: string; side?: 'LEFT' | 'RIGHT' }[];
};
export type SeedCheckRun = CheckRunPatch & {
  repo: string /** A branch, a tag or a sha. */;
  ref: string;
  name: string;
};
export type SeedApp = {
  slug: string;
  /** The account it belongs to and is installed on. */
  account: string;
  /** PEM; a key pair is made when absent. */
  publicKey?: string;
  /** Read and write of everything the simulator serves, when absent. */
  permissions?: App['permissions'];
  /** `owner/name`s; all of the account's when absent. */
  repositories?: readonly string[];
};

export type PullSeeding = {
  /** Commits on top of a branch; a new one begins at the default branch. Answers with the sha. */
  commit(commit: SeedCommit): Promise<string>;
  openPull(pull: SeedPull): Promise<PullSnapshot>;
  /** Answers with the sha of the merge. */
  mergePull(target: SeedTarget): Promise<string>;
  review(review: SeedReview): Promise<{ id: number }>;
  addCheckRun(run: SeedCheckRun): Promise<{ id: number }>;
  /** `privateKey` is null where the public one was given. */
  addApp(app: SeedApp): { id: number; installationId: number; login: string; privateKey: string | null };
};

const ALL: App['permissions'] = {
  metadata: 'read',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  statuses: 'write',
};

/** What a test or a demo does with pull requests and apps without HTTP. */
export function createPullSeeding(world: World): PullSeeding {
  const look = lookIn(world);
  const actor = (repository: Repository, by: string | undefined) => ({
    user: by === undefined ? repository.owner : addUser(world, { login: by }),
    app: null,
  });
  const scope = ({ repo, number, by }: SeedTarget) => {
    const repository = look.repository(repo);
    const issue: PullRequest = look.pull(repository, number);
    return { repository, issue, actor: actor(repository, by) };
  };
  return {
    commit: (commit) => commitTo(world, look.repository(commit.repo), commit),
    async openPull({ repo, base, body, by, ...fields }) {
      const repository = look.repository(repo);
      const ends = { base: base ?? repository.defaultBranch, draft: false };
      const fresh = { ...fields, ...ends, body: body ?? null, repository, actor: actor(repository, by) };
      return snapshotPull(await openPull(world, fresh));
    },
    mergePull: (target) =>
      mergePull(world, { ...scope(target), method: 'merge', title: null, message: null, expectedHead: null }),
    async review({ state, body = '', comments = [], ...target }) {
      const { id } = await addReview(world, scope(target), {
        state,
        body,
        comments: comments.map(toComment),
      });
      return { id };
    },
    addCheckRun: (run) => addCheckRun(world, look.repository(run.repo), run),
    addApp: (app) => addApp(world, app),
  };
}

async function commitTo(world: World, repository: Repository, commit: SeedCommit): Promise<string> {
  const { login } = addUser(world, { login: commit.by ?? repository.owner.login });
  const sha = await commitFiles(world.git, repository.path, {
    branch: commit.branch,
    files: commit.files,
    message: commit.message,
    author: { name: login, email: `${login}@users.noreply.github.com` },
    at: world.now(),
    from: repository.defaultBranch,
  });
  await absorbPush(world, repository, login);
  return sha;
}

async function addCheckRun(
  world: World,
  repository: Repository,
  seed: SeedCheckRun,
): Promise<{ id: number }> {
  const { repo: _repo, ref, name, ...patch } = seed;
  const headSha = await resolveCommit(world.git, repository.path, ref);
  if (headSha === null) throw new Error(`${seed.repo} has no commit ${ref}.`);
  const run = createCheckRun(world, repository, { name, headSha, app: null });
  updateCheckRun(world, { repository, run, patch });
  return { id: run.id };
}

function addApp(world: World, seed: SeedApp): ReturnType<PullSeeding['addApp']> {
  const account = addUser(world, { login: seed.account });
  const pair =
    seed.publicKey === undefined ? generateKeys() : { publicKey: seed.publicKey, privateKey: null };
  const { slug, permissions = ALL } = seed;
  const app = createApp(world, { slug, name: slug, owner: account, publicKey: pair.publicKey, permissions });
  const look = lookIn(world);
  const repositories = seed.repositories?.map((name) => look.repository(name)) ?? null;
  const installation = installApp(world, { app, account, repositories });
  return { id: app.id, installationId: installation.id, login: app.bot.login, privateKey: pair.privateKey };
}

function generateKeys(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function toComment(comment: NonNullable<SeedReview['comments']>[number]): NewReviewComment {
  return { ...comment, side: comment.side ?? 'RIGHT', startLine: null };
}
