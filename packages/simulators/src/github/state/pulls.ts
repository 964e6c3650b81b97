import { branchSha, mergeBase, writeRef } from '../git/refs.ts';
import type { Actor, Issue, PullRequest, Repository } from './entities.ts';
import { createIssue, touchIssue } from './issues.ts';
import { invalid, Problem } from './problem.ts';
import type { World } from './world.ts';

export type NewPull = {
  repository: Repository;
  actor: Actor;
  title: string;
  body: string | null;
  head: string;
  base: string;
  draft: boolean;
};

/** Opens a pull request between two branches of one repository. @throws Problem 422 where GitHub would. */
export async function openPull(world: World, fresh: NewPull): Promise<PullRequest> {
  const { repository, head, base } = fresh;
  const branch = head.includes(':') ? head.slice(head.indexOf(':') + 1) : head;
  const headSha = await branchSha(world.git, repository.path, branch);
  const baseSha = await branchSha(world.git, repository.path, base);
  if (headSha === null) throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  if (baseSha === null) throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  await refuseEmpty(world, { repository, base, branch, baseSha, headSha });
  // After the last await: of two requests at once only one gets its pull request.
  refuseTwin(repository, branch, base);
  const { title, body, actor } = fresh;
  const issue = createIssue(world, { repository, actor, title, body });
  const pull = asPull(world, issue, { headRef: branch, headSha, baseRef: base, baseSha, draft: fresh.draft });
  await keepHead(world, repository, pull);
  world.happened({
    event: 'pull_request',
    action: 'opened',
    repository,
    issue: pull,
    sender: actor.user,
  });
  touchIssue(world, { repository, issue: pull });
  return pull;
}

type Fresh = Pick<PullRequest['pull'], 'headRef' | 'headSha' | 'baseRef' | 'baseSha' | 'draft'>;

function asPull(world: World, issue: Issue, fresh: Fresh): PullRequest {
  const pull = {
    ...fresh,
    id: world.nextId(),
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    tried: null,
    requestedReviewers: [],
    reviews: [],
    reviewComments: [],
  };
  return Object.assign(issue, { pull });
}

/** Points an open pull request at another branch. @throws Problem 422 when there is no such branch */
export async function retarget(
  world: World,
  repository: Repository,
  { issue, base }: { issue: PullRequest; base: string },
): Promise<void> {
  const sha = await branchSha(world.git, repository.path, base);
  if (sha === null) throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  Object.assign(issue.pull, { baseRef: base, baseSha: sha });
}

/** `refs/pull/N/head` keeps the commits when the branch is gone. */
export async function keepHead(
  world: World,
  repository: Repository,
  { number, pull }: PullRequest,
): Promise<void> {
  await writeRef(world.git, repository.path, { name: `refs/pull/${number}/head`, sha: pull.headSha });
}

function refuseTwin(repository: Repository, head: string, base: string): void {
  const twin = repository.issues.some(
    ({ state, pull }) => state === 'open' && pull?.headRef === head && pull.baseRef === base,
  );
  if (!twin) return;
  const message = `A pull request already exists for ${repository.owner.login}:${head}.`;
  throw new Problem(422, 'Validation Failed', [{ resource: 'PullRequest', code: 'custom', message }]);
}

type Ends = { repository: Repository; base: string; branch: string; baseSha: string; headSha: string };

async function refuseEmpty(
  world: World,
  { repository, base, branch, baseSha, headSha }: Ends,
): Promise<void> {
  const common = await mergeBase(world.git, repository.path, [baseSha, headSha]);
  const message =
    common === null
      ? `The ${branch} branch has no history in common with ${base}`
      : common === headSha
        ? `No commits between ${base} and ${branch}`
        : null;
  if (message !== null)
    throw new Problem(422, 'Validation Failed', [{ resource: 'PullRequest', code: 'custom', message }]);
}
