import type { CheckRun, CommitStatus } from '../state/check-entities.ts';
import { checkRollup, latestCheckRuns } from '../state/check-rollup.ts';
import { latestStatuses } from '../state/checks.ts';
import type { Repository } from '../state/entities.ts';
import { nodeId } from '../views/user.ts';
import { connection, type Slice } from './connection.ts';

/** What the checks of a commit come to, and each of them; null: there are none. */
export function resolveRollup(repository: Repository, sha: string) {
  const state = checkRollup(repository, sha);
  if (state === null) return null;
  const runs = latestCheckRuns(repository, sha);
  const statuses = latestStatuses(repository, sha);
  const contexts = [...runs.map(resolveCheckRun), ...statuses.map(resolveStatus)];
  return {
    state,
    contexts: (slice: Slice) => ({
      ...connection('contexts', contexts, slice),
      checkRunCount: runs.length,
      checkRunCountsByState: countsOf(runs.map(({ status, conclusion }) => conclusion ?? status)),
      statusContextCount: statuses.length,
      statusContextCountsByState: countsOf(statuses.map((status) => status.state)),
    }),
  };
}

function countsOf(states: readonly string[]): { state: string; count: number }[] {
  return [...new Set(states)].map((state) => ({
    state: state.toUpperCase(),
    count: states.filter((other) => other === state).length,
  }));
}

function resolveCheckRun({ id, name, status, conclusion }: CheckRun) {
  return {
    __typename: 'CheckRun',
    id: nodeId('CheckRun', id),
    databaseId: id,
    name,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
  };
}

function resolveStatus({ id, context, state, description }: CommitStatus) {
  return {
    __typename: 'StatusContext',
    id: nodeId('StatusContext', id),
    context,
    state: state.toUpperCase(),
    description,
  };
}
