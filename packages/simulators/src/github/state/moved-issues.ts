import { fullName, type Issue, type Repository } from './entities.ts';
import { findIssue, type IssueScope } from './issues.ts';
import { findLabel } from './labels.ts';
import { Moved, Problem } from './problem.ts';
import type { World } from './world.ts';

/** Moves an issue to another repository, where it gets a new number and new ids, and keeps the labels there are. */
export function transferIssue(world: World, { repository, issue, actor }: IssueScope, to: Repository): void {
  if (issue.pull) throw new Problem(422, 'Pull requests cannot be transferred.');
  const labels = issue.labels.map(({ name }) => findLabel(to, name)).filter((label) => label !== null);
  world.happened({ event: 'issues', action: 'transferred', repository, issue, sender: actor.user });
  repository.gone.set(issue.number, { repository: to, issue });
  remove(world, repository, issue);
  to.lastNumber += 1;
  Object.assign(issue, { id: world.nextId(), number: to.lastNumber, labels, updatedAt: world.now() });
  to.issues.push(issue);
  world.changed({ kind: 'issue', repo: fullName(to), number: issue.number });
}

/** Its number stays empty for ever. */
export function deleteIssue(world: World, { repository, issue, actor }: IssueScope): void {
  world.happened({ event: 'issues', action: 'deleted', repository, issue, sender: actor.user });
  remove(world, repository, issue);
  repository.gone.set(issue.number, null);
}

/** Why there is no such issue, in GitHub's words; null: there never was. */
export function whyGone(world: World, repository: Repository, number: number): Problem | null {
  if (findIssue(repository, number)) return null;
  const place = repository.gone.get(number);
  if (place === undefined) return null;
  if (place === null) return new Problem(410, 'This issue was deleted');
  const issues = `${world.urls.api}/repositories/${place.repository.id}/issues`;
  return new Moved(`${issues}/${place.issue.number}`);
}

function remove(world: World, repository: Repository, issue: Issue): void {
  repository.issues = repository.issues.filter((other) => other !== issue);
  world.changed({ kind: 'issue', repo: fullName(repository), number: issue.number });
}
