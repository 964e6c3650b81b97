import { isAncestor, listRefs } from '../git/refs.ts';
import { fullName, isPullRequest, type PullRequest, type Repository, type User } from './entities.ts';
import { closeIssue, recordEvent, touchIssue } from './issues.ts';
import { markOutdated } from './outdated-comments.ts';
import { keepHead } from './pulls.ts';
import { findUser } from './users.ts';
import type { World } from './world.ts';

/** Brings the open pull requests up to what the branches are now, after `login` pushed or deleted. */
export async function absorbPush(world: World, repository: Repository, login: string | null): Promise<void> {
  const refs = await listRefs(world.git, repository.path, 'refs/heads/');
  const heads = new Map(refs.map((ref) => [ref.name.slice('refs/heads/'.length), ref.sha]));
  repository.pushedAt = world.now();
  const pusher = (login !== null && findUser(world, login)) || repository.owner;
  for (const pull of repository.issues.filter(isPullRequest).filter((issue) => issue.state === 'open'))
    await follow(world, { repository, issue: pull, pusher }, heads);
  world.changed({ kind: 'push', repo: fullName(repository), number: null });
}

type Followed = { repository: Repository; issue: PullRequest; pusher: User };

async function follow(world: World, followed: Followed, heads: ReadonlyMap<string, string>): Promise<void> {
  const { repository, issue, pusher } = followed;
  const scope = { repository, issue, actor: { user: pusher, app: null } };
  const { pull } = issue;
  const head = heads.get(pull.headRef);
  pull.baseSha = heads.get(pull.baseRef) ?? pull.baseSha;
  if (head === pull.headSha) return;
  if (head === undefined) {
    recordEvent(world, scope, { event: 'head_ref_deleted' });
    return closeIssue(world, scope);
  }
  if (!(await isAncestor(world.git, repository.path, [pull.headSha, head])))
    recordEvent(world, scope, { event: 'head_ref_force_pushed', commitId: head });
  pull.headSha = head;
  await keepHead(world, repository, issue);
  await markOutdated(world, repository, issue);
  world.happened({ event: 'pull_request', action: 'synchronize', repository, issue, sender: pusher });
  touchIssue(world, scope);
}
