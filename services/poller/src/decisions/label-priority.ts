import { enqueueWrite } from '@opencode-commander/queue';
import { PRIORITIES, type Priority } from '@opencode-commander/task';
import type { ThreadPlace } from '../memory/thread-memory.ts';
import type { Poller } from '../poller.ts';

/** Has the issue carry this priority label and no other; the task follows its labels at the next look. */
export async function labelPriority(
  { queues }: Pick<Poller, 'queues'>,
  { repo, number }: ThreadPlace,
  priority: Priority,
): Promise<void> {
  const others = PRIORITIES.filter((other) => other !== priority).map((other) => `priority/${other}`);
  const at = { repo, number };
  await enqueueWrite(queues, { kind: 'labels', at, add: [`priority/${priority}`], remove: others });
}
