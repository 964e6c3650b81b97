import { listWrites } from '@opencode-commander/queue';
import type { GitHubWrite } from '@opencode-commander/task';
import type { World } from '../world.ts';
import type { DeadWriteSeen } from './snapshot.ts';

/** More than a run can have. */
const LIMIT = 10_000;

/** The writes to GitHub that were given up. */
export async function seeDeadWrites({ queues, store }: World): Promise<DeadWriteSeen[]> {
  const dead = (await listWrites(queues, { store, limit: LIMIT })).filter(({ state }) => state === 'dead');
  return dead.map(({ id, thread, write, reason }) => ({ id, repo: thread?.repo ?? repoOf(write), reason }));
}

/** Of those that go to no thread. */
function repoOf(write: GitHubWrite | null): string | null {
  return write !== null && 'repo' in write ? write.repo : null;
}
