import { commitFiles } from '../git/commit-files.ts';
import { branchSha, deleteRef, listRefs, resolveCommit } from '../git/refs.ts';
import type { Repository } from '../state/entities.ts';
import { absorbPush } from '../state/pushes.ts';
import type { World } from '../state/world.ts';
import { scopesIn } from './scopes.ts';

export type SeedCommit = {
  repo: string;
  branch: string;
  /** Contents by path; null deletes the file. */
  files: Readonly<Record<string, string | null>>;
  message: string;
  by?: string;
};

export type SeedForcePush = SeedCommit & {
  /** What the branch's one new commit stands on: a branch, tag or sha; the default branch when absent, null: nothing. */
  from?: string | null;
};

export type BranchSeeding = {
  /** Commits on top of a branch; a new one begins at the default branch. Answers with the sha. */
  commit(commit: SeedCommit): Promise<string>;
  /** Replaces a branch by one commit on top of `from`; the default branch, too. Answers with the sha. */
  forcePush(push: SeedForcePush): Promise<string>;
  /** An open pull request of the branch closes. */
  deleteBranch(branch: { repo: string; branch: string; by?: string }): Promise<void>;
  /** The sha of each branch. */
  branches(repo: string): Promise<Record<string, string>>;
};

const HEADS = 'refs/heads/';

/** What people push. */
export function createBranchSeeding(world: World): BranchSeeding {
  const { look, user } = scopesIn(world);
  const push = async (commit: SeedCommit, from: Onto): Promise<string> => {
    const repository = look.repository(commit.repo);
    const { login } = user(commit.repo, commit.by);
    const sha = await commitFor(world, repository, { ...commit, login, ...from });
    await absorbPush(world, repository, login);
    return sha;
  };
  return {
    commit: (commit) => push(commit, { from: look.repository(commit.repo).defaultBranch, force: false }),
    async forcePush({ from, ...commit }) {
      const repository = look.repository(commit.repo);
      const name = from === undefined ? repository.defaultBranch : from;
      const sha = name === null ? null : await resolveCommit(world.git, repository.path, name);
      if (sha === null && name !== null) throw new Error(`${commit.repo} has no commit ${name}.`);
      return push(commit, { from: sha, force: true });
    },
    async deleteBranch({ repo, branch, by }) {
      const repository = look.repository(repo);
      if ((await branchSha(world.git, repository.path, branch)) === null)
        throw new Error(`${repo} has no branch ${branch}.`);
      await deleteRef(world.git, repository.path, HEADS + branch);
      await absorbPush(world, repository, user(repo, by).login);
    },
    async branches(repo) {
      const refs = await listRefs(world.git, look.repository(repo).path, HEADS);
      return Object.fromEntries(refs.map(({ name, sha }) => [name.slice(HEADS.length), sha]));
    },
  };
}

/** `force`: whatever the branch has now is forgotten. */
type Onto = { from: string | null; force: boolean };

function commitFor(
  world: World,
  repository: Repository,
  { branch, files, message, login, ...onto }: SeedCommit & Onto & { login: string },
): Promise<string> {
  return commitFiles(world.git, repository.path, {
    ...{ branch, files, message },
    author: { name: login, email: `${login}@users.noreply.github.com` },
    at: world.now(),
    ...onto,
  });
}
