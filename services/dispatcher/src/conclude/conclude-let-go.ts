import { PostponeJob } from '@opencode-commander/queue';
import type { LetGo } from '../let-go.ts';
import { askPeople } from '../people/ask-people.ts';
import type { Run } from '../run.ts';

/** Ends a run whose task is taken up again later, or is somebody else's. Throws what becomes of the job. */
export async function concludeLetGo(run: Run, { letting }: LetGo): Promise<void> {
  const { log } = run.context;
  switch (letting.why) {
    case 'asked':
      return askPeople(run, letting.ask);
    case 'preempted':
      await run.leave('queued', 'its place was needed for a critical task');
      throw new PostponeJob(0, 'a critical task goes first');
    case 'waits':
      await run.leave('queued', letting.message, { waitsFor: letting.waitsFor });
      throw new PostponeJob(letting.forMs, letting.message);
    case 'taken':
      return log.info({ task: run.task.id }, 'the task was cancelled or taken: nothing more is written');
  }
}
