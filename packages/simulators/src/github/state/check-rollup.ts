import type { CheckRun } from './check-entities.ts';
import { latestStatuses } from './checks.ts';
import type { Repository } from './entities.ts';

const GOOD = ['success', 'neutral', 'skipped'];

/** What the checks and statuses of a commit come to; null: there are none. One failure is enough. */
export function checkRollup(
  repository: Repository,
  sha: string,
): 'FAILURE' | 'ERROR' | 'PENDING' | 'SUCCESS' | null {
  const runs = latestCheckRuns(repository, sha).map(({ conclusion }) => conclusion ?? 'pending');
  const statuses = latestStatuses(repository, sha).map(({ state }) => state);
  const states: string[] = [...runs, ...statuses];
  if (states.length === 0) return null;
  if (states.some((state) => state !== 'pending' && state !== 'error' && !GOOD.includes(state)))
    return 'FAILURE';
  if (states.includes('error')) return 'ERROR';
  return states.includes('pending') ? 'PENDING' : 'SUCCESS';
}

/** The newest run of each name on a commit, newest first. */
export function latestCheckRuns(repository: Repository, sha: string): CheckRun[] {
  const runs = repository.checkRuns.filter((run) => run.headSha === sha).reverse();
  return runs.filter((run, i) => runs.findIndex((other) => other.name === run.name) === i);
}
