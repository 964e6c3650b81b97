import type { Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/**
 * Has a task's thread visited. Before the record is changed: whoever dies between that and the word of it leaves the word
 * to the visit, for nobody looks at an ended task otherwise.
 */
export async function noteThread(
  { memory }: Pick<Poller, 'memory'>,
  { source }: Pick<Task, 'source'>,
): Promise<void> {
  const { repoId, repo, number } = source;
  await memory.addPending([{ repoId, repo, number }]);
}
