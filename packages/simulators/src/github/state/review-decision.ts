import { atLeast, roleOfUser } from './access.ts';
import type { PullRequest, Repository, Review } from './entities.ts';

const OPINIONS: readonly Review['state'][] = ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'];

/** What those who may write think of a pull request, by the last opinion of each; null: none has one. */
export function reviewDecision(
  repository: Repository,
  { pull }: PullRequest,
): 'APPROVED' | 'CHANGES_REQUESTED' | null {
  const last = new Map(
    pull.reviews
      .filter(
        ({ author, state }) => OPINIONS.includes(state) && atLeast(roleOfUser(repository, author), 'write'),
      )
      .map(({ author, state }) => [author, state]),
  );
  const states = [...last.values()];
  if (states.includes('CHANGES_REQUESTED')) return 'CHANGES_REQUESTED';
  return states.includes('APPROVED') ? 'APPROVED' : null;
}
