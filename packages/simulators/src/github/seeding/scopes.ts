import type { Actor, PullRequest, Repository } from '../state/entities.ts';
import type { IssueScope } from '../state/issues.ts';
import { lookIn } from '../state/lookup.ts';
import type { ReviewScope } from '../state/reviews.ts';
import { addUser } from '../state/users.ts';
import type { World } from '../state/world.ts';

/** An issue or pull request; `by` is the login of who does it, the repository's owner when absent. */
export type SeedTarget = { repo: string; number: number; by?: string };

/** Finds what a seeding call names, and who does it. An unknown repository or issue throws. */
export function scopesIn(world: World) {
  const look = lookIn(world);
  const actor = (repository: Repository, by: string | undefined): Actor => ({
    user: by === undefined ? repository.owner : addUser(world, { login: by }),
    app: null,
  });
  return {
    look,
    actor,
    user: (repo: string, by: string | undefined) => actor(look.repository(repo), by).user,
    issue({ repo, number, by }: SeedTarget): IssueScope {
      const repository = look.repository(repo);
      return { repository, issue: look.issue(repository, number), actor: actor(repository, by) };
    },
    pull({ repo, number, by }: SeedTarget): ReviewScope {
      const repository = look.repository(repo);
      const issue: PullRequest = look.pull(repository, number);
      return { repository, issue, actor: actor(repository, by) };
    },
  };
}

/** The one with this id. */
export function withId<T extends { id: number }>(things: readonly T[], id: number): T {
  const found = things.find((thing) => thing.id === id);
  if (!found) throw new Error(`The simulator has nothing with the id ${id} there.`);
  return found;
}
