import { pauseList } from '@opencode-commander/queue';
import { findPause } from '@opencode-commander/task';
import { pauseWait } from '../claim/wait.ts';
import { isRedisFault } from '../is-redis-fault.ts';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';

/**
 * Notes whom the agent asks. Where the repository chooses the model, that shows with its first word only: a run that began
 * although people have paused that provider is let go of.
 */
export async function meetPause(
  run: Pick<Run, 'context' | 'task' | 'providers' | 'interrupt'>,
  provider: string,
): Promise<void> {
  const isFirstWord = run.providers.size === 0;
  run.providers.add(provider);
  if (!isFirstWord) return;
  const { queues, log } = run.context;
  try {
    const { repoId } = run.task.source;
    const pauses = (await pauseList(queues).list()).filter(({ scope }) => scope.of === 'provider');
    const pause = findPause(pauses, { repoId, providers: [provider] });
    if (pause !== null) run.interrupt(new LetGo({ why: 'waits', ...pauseWait(pause), forMs: 0 }));
  } catch (err) {
    if (!isRedisFault(err)) throw err;
    log.warn({ err, provider }, 'it is not known whether the provider is paused');
  }
}
