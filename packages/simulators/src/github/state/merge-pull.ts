import { listCommits, type Signature } from '../git/commits.ts';
import { mergeTree, writeCommit } from '../git/merge.ts';
import { branchSha, isAncestor, moveRef } from '../git/refs.ts';
import { closingNumbers } from './closing-keywords.ts';
import { type Actor, fullName, type PullRequest, type Repository } from './entities.ts';
import { closeIssue, findIssue, recordEvent } from './issues.ts';
import { Problem } from './problem.ts';
import { absorbPush } from './pushes.ts';
import type { World } from './world.ts';

export type Merge = {
  repository: Repository;
  issue: PullRequest;
  actor: Actor;
  method: 'merge' | 'squash' | 'rebase';
  title: string | null;
  message: string | null;
  /** The head the caller believes in; null: whatever it is. */
  expectedHead: string | null;
};

/** Merges a pull request and closes what it says it closes. @throws Problem 405, 409 as GitHub does. */
export async function mergePull(world: World, merge: Merge): Promise<string> {
  const { repository, issue, actor, expectedHead } = merge;
  if (issue.state === 'closed' || issue.pull.draft) throw new Problem(405, 'Pull Request is not mergeable');
  if (expectedHead !== null && expectedHead !== issue.pull.headSha)
    throw new Problem(409, 'Head branch was modified. Review and try the merge again.');
  const base = (await branchSha(world.git, repository.path, issue.pull.baseRef)) ?? issue.pull.baseSha;
  const messages = await messagesOf(world, merge, base);
  const sha = await makeCommit(world, merge, { base, messages });
  const name = `refs/heads/${issue.pull.baseRef}`;
  // git itself refuses when the branch has moved meanwhile: of two merges at once only one happens.
  if (!(await moveRef(world.git, repository.path, { name, sha, from: base })))
    throw new Problem(405, 'Base branch was modified. Review and try the merge again.');
  Object.assign(issue.pull, {
    baseSha: base,
    mergedAt: world.now(),
    mergedBy: actor.user,
    mergeCommitSha: sha,
  });
  recordEvent(world, { repository, issue, actor }, { event: 'merged', commitId: sha });
  closeIssue(world, { repository, issue, actor });
  if (issue.pull.baseRef === repository.defaultBranch)
    closeNamed(world, merge, [issue.body ?? '', ...messages]);
  await absorbPush(world, repository, actor.user.login);
  return sha;
}

async function messagesOf(world: World, { repository, issue }: Merge, base: string): Promise<string[]> {
  const revisions = [`${base}..${issue.pull.headSha}`];
  const commits = await listCommits(world.git, { path: repository.path, revisions });
  return commits.reverse().map((commit) => commit.message);
}

async function makeCommit(
  world: World,
  merge: Merge,
  { base, messages }: { base: string; messages: readonly string[] },
): Promise<string> {
  const { repository, issue, method, actor } = merge;
  const head = issue.pull.headSha;
  const tree = await mergeTree(world.git, repository.path, { base, head });
  if (tree === null) throw new Problem(405, 'Pull Request is not mergeable');
  if (method === 'rebase') {
    // Without conflicts to settle a rebase onto an unmoved base is the head itself.
    if (await isAncestor(world.git, repository.path, [base, head])) return head;
    throw new Problem(405, "This branch can't be rebased");
  }
  const squashed = method === 'squash';
  const title =
    merge.title ?? (squashed ? `${issue.title} (#${issue.number})` : mergeTitle(repository, issue));
  const message =
    merge.message ?? (squashed ? messages.map((text) => `* ${text}`).join('\n\n') : issue.title);
  return writeCommit(world.git, repository.path, {
    tree,
    parents: squashed ? [base] : [base, head],
    message: `${title}\n\n${message}\n`,
    author: signatureOf(actor, world.now()),
    committer: { name: 'GitHub', email: 'noreply@github.com', date: world.now() },
  });
}

function mergeTitle(repository: Repository, issue: PullRequest): string {
  return `Merge pull request #${issue.number} from ${repository.owner.login}/${issue.pull.headRef}`;
}

function signatureOf({ user }: Actor, date: string): Signature {
  return { name: user.name ?? user.login, email: `${user.id}+${user.login}@users.noreply.github.com`, date };
}

function closeNamed(world: World, { repository, issue, actor }: Merge, texts: readonly string[]): void {
  for (const number of closingNumbers(texts.join('\n'), fullName(repository))) {
    const named = findIssue(repository, number);
    if (!named || named === issue || named.pull) continue;
    closeIssue(world, { repository, issue: named, actor });
  }
}
