import { type Issue, isPullRequest, type PullRequest, type Repository } from './entities.ts';
import { findIssue } from './issues.ts';
import { findRepository } from './repositories.ts';
import type { World } from './world.ts';

/** Finds what a caller in the same program names, or throws: their mistake, not a request's. */
export function lookIn(world: World) {
  return {
    repository(name: string): Repository {
      const repository = findRepository(world, name);
      if (!repository) throw new Error(`The simulator has no repository ${name}.`);
      return repository;
    },
    issue(repository: Repository, number: number): Issue {
      const issue = findIssue(repository, number);
      if (!issue) throw new Error(`${repository.owner.login}/${repository.name} has no issue ${number}.`);
      return issue;
    },
    pull(repository: Repository, number: number): PullRequest {
      const issue = findIssue(repository, number);
      if (!issue || !isPullRequest(issue))
        throw new Error(`${repository.owner.login}/${repository.name} has no pull request ${number}.`);
      return issue;
    },
  };
}
