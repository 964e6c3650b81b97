import { z } from 'zod';
import { created, listed, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { type RepositoryCall, type Route, reading, writing } from '../http/route.ts';
import { atLeast } from '../state/access.ts';
import { isPullRequest, type PullRequest } from '../state/entities.ts';
import { updateIssue } from '../state/issues.ts';
import { askMergeable } from '../state/mergeability.ts';
import { forbidden } from '../state/problem.ts';
import { diffOfPull, numbersOfPull } from '../state/pull-numbers.ts';
import { openPull, retarget } from '../state/pulls.ts';
import { viewPull, viewPullDetails } from '../views/pull.ts';
import { pullOf } from './issue-of.ts';

const PULLS = '/repos/{owner}/{repo}/pulls';
const PULL = `${PULLS}/{pull_number}` as const;
const newPullSchema = z.object({
  title: z.string().trim().min(1).max(256),
  body: z.string().max(65_536).nullish(),
  head: z.string().min(1),
  base: z.string().min(1),
  draft: z.boolean().optional(),
});
const patchSchema = z.object({
  title: z.string().trim().min(1).max(256).optional(),
  body: z.string().max(65_536).nullish(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().min(1).optional(),
});

export const pullRoutes: readonly Route[] = [
  reading(`GET ${PULLS}`, (call) => {
    const items = call.repository.issues.filter(isPullRequest).filter((pull) => matches(pull, call));
    return listed(call, {
      items: sorted(items, call.query),
      render: (pull) => viewPull(call.world, call.repository, pull),
    });
  }),
  writing(`POST ${PULLS}`, 'write', async (call) => {
    const { world, repository, actor, body } = call;
    const { draft = false, ...fields } = parseBody(newPullSchema, body, 'PullRequest');
    const fresh = { ...fields, body: fields.body ?? null, draft, repository, actor };
    const issue = await openPull(world, fresh);
    return created(await detailsOf(call, issue));
  }),
  reading(`GET ${PULL}`, async (call) => {
    const { world, repository } = call;
    const issue = pullOf(call);
    if (/[./]diff\b/.test(call.accept)) return plainDiff(await diffOfPull(world, repository, issue));
    return ok(await detailsOf(call, issue));
  }),
  writing(`PATCH ${PULL}`, 'read', async (call) => {
    const { world, repository, actor } = call;
    const issue = pullOf(call);
    if (!atLeast(call.role, 'write') && issue.author !== actor.user) throw forbidden();
    const { base, title, body, state } = parseBody(patchSchema, call.body, 'PullRequest');
    if (base !== undefined) await retarget(world, repository, { issue, base });
    updateIssue(
      world,
      { repository, issue, actor },
      {
        ...(title === undefined ? {} : { title }),
        ...(body === undefined ? {} : { body }),
        ...(state === undefined ? {} : { state }),
      },
    );
    return ok(await detailsOf(call, issue));
  }),
];

async function detailsOf({ world, repository }: RepositoryCall, issue: PullRequest) {
  const numbers = await numbersOfPull(world, repository, issue);
  return viewPullDetails(world, repository, {
    issue,
    numbers,
    mergeable: await askMergeable(world, repository, issue),
  });
}

function plainDiff(text: string) {
  return {
    status: 200,
    body: text,
    headers: { 'content-type': 'application/vnd.github.diff; charset=utf-8' },
  };
}

/** `head` is `owner:branch`; anything else, as on GitHub, filters nothing. */
function matches({ state, pull }: PullRequest, { query, repository }: RepositoryCall): boolean {
  const { state: wanted = 'open', head, base } = query;
  const label = `${repository.owner.login}:${pull.headRef}`;
  return (
    (wanted === 'all' || state === wanted) &&
    (!head?.includes(':') || head.toLowerCase() === label.toLowerCase()) &&
    (base === undefined || pull.baseRef === base)
  );
}

function sorted(pulls: PullRequest[], query: Readonly<Record<string, string>>): PullRequest[] {
  const { sort = 'created', direction = sort === 'created' ? 'desc' : 'asc' } = query;
  const key = (pull: PullRequest) => (sort === 'updated' ? pull.updatedAt : pull.createdAt);
  const ascending = pulls.sort((a, b) =>
    key(a) === key(b) ? a.number - b.number : key(a) < key(b) ? -1 : 1,
  );
  return direction === 'asc' ? ascending : ascending.reverse();
}
