import { PostponeJob } from '@opencode-commander/queue';
import type { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { askPeople } from './ask-people.ts';

/** Ends a run whose task is taken up again later, or is somebody else's. Throws what becomes of the job. */
export async function concludeLetGo(run: Run, { letting }: LetGo): Promise<void> {
  const { log, now } = run.context;
  switch (letting.why) {
    case 'asked':
      await askPeople(run, letting.ask);
      return goOnIfAnswered(run);
    case 'preempted':
      await run.leave('queued', 'its place was needed for a critical task');
      throw new PostponeJob(now().getTime(), 'a critical task goes first');
    case 'waits':
      await run.leave('queued', letting.message, { waitsFor: letting.waitsFor });
      throw new PostponeJob(letting.untilMs, letting.message);
    case 'taken':
      return log.info({ task: run.task.id }, 'the task was cancelled or taken: nothing more is written');
  }
}

/** Whoever answers at once finds this job still there and enqueues none: it has to go on by itself then. */
async function goOnIfAnswered({ context, task }: Run): Promise<void> {
  const now = await context.store.get(task.id);
  if (now?.status === 'queued') throw new PostponeJob(context.now().getTime(), 'answered at once');
}
