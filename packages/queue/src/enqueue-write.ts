import { type GitHubWrite, githubWriteSchema } from '@opencode-commander/task';
import type { Queues } from './queues.ts';

/** Puts a write to GitHub into the outbox, behind those that wait there. */
export async function enqueueWrite(queues: Queues, write: GitHubWrite): Promise<void> {
  await queues.outbox.add(write.kind, githubWriteSchema.parse(write));
}
