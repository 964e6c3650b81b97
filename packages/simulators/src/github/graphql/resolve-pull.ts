import { listCommits } from '../git/commits.ts';
import type { Call } from '../http/route.ts';
import type { PullRequest, Repository } from '../state/entities.ts';
import { askMergeable } from '../state/mergeability.ts';
import { reviewDecision } from '../state/review-decision.ts';
import { nodeId } from '../views/user.ts';
import { connection, type Slice } from './connection.ts';
import { resolveSpoken } from './resolve-issue.ts';
import { resolveRollup } from './resolve-rollup.ts';

type PlacedPull = { repository: Repository; issue: PullRequest };

export function resolvePull(call: Call, placed: PlacedPull) {
  const { repository, issue } = placed;
  const { pull } = issue;
  return {
    ...resolveSpoken(call, placed),
    __typename: 'PullRequest',
    databaseId: pull.id,
    state: pull.mergedAt ? 'MERGED' : issue.state.toUpperCase(),
    merged: pull.mergedAt !== null,
    mergedAt: pull.mergedAt,
    closed: issue.state === 'closed',
    isDraft: pull.draft,
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    mergeable: () => mergeable(call, placed),
    statusCheckRollup: () => resolveRollup(repository, pull.headSha),
    reviewDecision: reviewDecision(repository, issue),
    commits: (slice: Slice) => commitsOf(call, placed, slice),
  };
}

async function mergeable({ world }: Call, { repository, issue }: PlacedPull): Promise<string> {
  const known = await askMergeable(world, repository, issue);
  return known === null ? 'UNKNOWN' : known ? 'MERGEABLE' : 'CONFLICTING';
}

async function commitsOf({ world }: Call, { repository, issue }: PlacedPull, slice: Slice) {
  const revisions = [`${issue.pull.baseSha}..${issue.pull.headSha}`];
  const commits = await listCommits(world.git, { path: repository.path, revisions });
  const nodes = commits.reverse().map(({ sha, message }) => ({
    commit: {
      id: nodeId('Commit', `${repository.id}:${sha}`),
      oid: sha,
      message,
      statusCheckRollup: () => resolveRollup(repository, sha),
    },
  }));
  return connection('commits', nodes, slice);
}
