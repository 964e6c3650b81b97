import type { Commit, Signature } from '../git/commits.ts';
import type { FileDiff } from '../git/diff.ts';
import type { Repository, User } from '../state/entities.ts';
import type { World } from '../state/world.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';
import { nodeId, viewUser } from './user.ts';

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** OpenAPI `commit`. */
export function viewCommit(world: World, repository: Repository, commit: Commit) {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', `${repository.id}:${commit.sha}`),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: UNSIGNED,
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: userOf(world, commit.author),
    committer: userOf(world, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** OpenAPI `commit` of one commit alone, with its files. */
export function viewCommitWithFiles(
  world: World,
  repository: Repository,
  { commit, files }: { commit: Commit; files: readonly FileDiff[] },
) {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...viewCommit(world, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files.map((file) => viewFile(world, repository, { file, sha: commit.sha })),
  };
}

/** OpenAPI `diff-entry`. */
export function viewFile(
  world: World,
  repository: Repository,
  { file, sha }: { file: FileDiff; sha: string },
) {
  const path = file.filename.split('/').map(encodeURIComponent).join('/');
  const page = repositoryPage(world, repository);
  return {
    sha: file.sha,
    filename: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${sha}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousFilename === null ? {} : { previous_filename: file.previousFilename }),
  };
}

/** A commit's author is a user where the address is one of the simulator's own, `<login>@users.noreply.github.com`. */
function userOf(world: World, { email }: Signature) {
  const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(email)?.[1];
  const user: User | undefined = login === undefined ? undefined : world.users.get(login.toLowerCase());
  return user ? viewUser(world, user) : null;
}
