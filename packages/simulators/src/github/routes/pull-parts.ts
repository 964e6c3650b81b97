import { z } from 'zod';
import { listCommits } from '../git/commits.ts';
import { created, listed, noContent, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { type ActingCall, type Route, reading, writing } from '../http/route.ts';
import { roleOfUser } from '../state/access.ts';
import type { User } from '../state/entities.ts';
import { mergePull } from '../state/merge-pull.ts';
import { notFound, Problem } from '../state/problem.ts';
import { filesOfPull } from '../state/pull-numbers.ts';
import { requestReviewers } from '../state/reviews.ts';
import { findUser } from '../state/users.ts';
import { viewCommit, viewFile } from '../views/commit.ts';
import { viewPull } from '../views/pull.ts';
import { viewUser } from '../views/user.ts';
import { pullOf } from './issue-of.ts';

const PULL = '/repos/{owner}/{repo}/pulls/{pull_number}';
const mergeSchema = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
});
const reviewersSchema = z.object({ reviewers: z.array(z.string()).default([]) });

export const pullPartRoutes: readonly Route[] = [
  reading(`GET ${PULL}/files`, async (call) => {
    const { world, repository } = call;
    const issue = pullOf(call);
    return listed(call, {
      items: await filesOfPull(world, repository, issue),
      render: (file) => viewFile(world, repository, { file, sha: issue.pull.headSha }),
    });
  }),
  reading(`GET ${PULL}/commits`, async (call) => {
    const { world, repository } = call;
    const { pull } = pullOf(call);
    const revisions = [`${pull.baseSha}..${pull.headSha}`];
    return listed(call, {
      items: (await listCommits(world.git, { path: repository.path, revisions })).reverse(),
      render: (commit) => viewCommit(world, repository, commit),
    });
  }),
  reading(`GET ${PULL}/merge`, (call) => {
    if (pullOf(call).pull.mergedAt === null) throw notFound();
    return noContent();
  }),
  writing(`PUT ${PULL}/merge`, 'write', async (call) => {
    const wanted = parseBody(mergeSchema, call.body, 'PullRequest');
    const sha = await mergePull(call.world, {
      repository: call.repository,
      issue: pullOf(call),
      actor: call.actor,
      method: wanted.merge_method,
      title: wanted.commit_title ?? null,
      message: wanted.commit_message ?? null,
      expectedHead: wanted.sha ?? null,
    });
    return ok({ sha, merged: true, message: 'Pull Request successfully merged' });
  }),
  reading(`GET ${PULL}/requested_reviewers`, (call) => {
    const users = pullOf(call).pull.requestedReviewers.map((user) => viewUser(call.world, user));
    return ok({ users, teams: [] });
  }),
  writing(`POST ${PULL}/requested_reviewers`, 'write', (call) => {
    const issue = pullOf(call);
    requestReviewers(call.world, { ...call, issue }, [
      ...issue.pull.requestedReviewers,
      ...reviewersOf(call),
    ]);
    return created(viewPull(call.world, call.repository, issue));
  }),
  writing(`DELETE ${PULL}/requested_reviewers`, 'write', (call) => {
    const issue = pullOf(call);
    const gone = reviewersOf(call);
    const left = issue.pull.requestedReviewers.filter((user) => !gone.includes(user));
    requestReviewers(call.world, { ...call, issue }, left);
    return ok(viewPull(call.world, call.repository, issue));
  }),
];

function reviewersOf(call: ActingCall): User[] {
  const { reviewers } = parseBody(reviewersSchema, call.body, 'PullRequest');
  return reviewers.map((login) => {
    const user = findUser(call.world, login);
    if (user && roleOfUser(call.repository, user) !== null) return user;
    throw new Problem(
      422,
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of this repository.',
    );
  });
}
