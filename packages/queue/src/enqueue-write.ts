import { type GitHubWrite, githubWriteSchema } from '@opencode-commander/task';
import { orRedisError } from './or-redis-error.ts';
import type { Queues } from './queues.ts';

/** Puts a write to GitHub into the outbox, behind those that wait there. Throws RedisError. */
export async function enqueueWrite(queues: Queues, write: GitHubWrite): Promise<void> {
  const data = githubWriteSchema.parse(write);
  await orRedisError(() => queues.outbox.add(data.kind, data));
}
