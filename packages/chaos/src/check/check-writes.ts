import type { DeadWriteSeen, Violation } from './snapshot.ts';

/**
 * Nothing here lasts for as long as a write is tried: one that was given up was refused for good, which GitHub does while a
 * repository is archived, and else never.
 */
export function checkWrites(dead: readonly DeadWriteSeen[], archived: readonly string[]): Violation[] {
  return dead
    .filter(
      ({ repo }) => !archived.some((name) => repo === null || name.toLowerCase() === repo.toLowerCase()),
    )
    .map(({ id, repo, reason }) => ({
      rule: 'no write to GitHub is given up',
      where: repo ?? 'outbox',
      what: `${id}: ${reason ?? 'for no reason'}`,
    }));
}
