import { type GitHubWrite, githubWriteSchema } from '@opencode-commander/task';
import type { Queues } from '../queues.ts';
import { orRedisError } from '../redis/or-redis-error.ts';

/**
 * Puts a write to GitHub into the outbox, behind those that wait there. By its key it is one job, however often and by
 * whomever it is enqueued: a job that waits takes the newest text over, one that is being carried out is followed by
 * another, since it may have looked before; those that have ended, well or not, are replaced. The newest is what the latest
 * run says, and else what was enqueued last. Throws RedisError.
 */
export async function enqueueWrite(queues: Pick<Queues, 'addWrite'>, write: GitHubWrite): Promise<void> {
  const data = githubWriteSchema.parse(write);
  await orRedisError(() => queues.addWrite(data));
}
