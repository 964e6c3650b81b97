import { repeat } from '@opencode-commander/service';
import { isTerminal, type Task, type TaskId } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { overdue } from '../supervise/run-deadline.ts';

const LOOK_EVERY_MS = 3_000;

/**
 * Ends own runs whose task was cancelled or taken, or that have worked for too long: at once when their record changes, and
 * by looking every few seconds. Throws RedisError.
 */
export async function watchOwnRuns(context: DispatcherContext): Promise<{ stop(): Promise<void> }> {
  const { store, runs, log } = context;
  const onError = (err: unknown) => log.warn({ err }, 'the records of own runs could not be read');
  const look = async (run: Run) => judge(run, await store.get(run.task.id));
  const heard = (id: TaskId) => {
    const run = runs.get(id);
    if (run !== null) look(run).catch(onError);
  };
  const unsubscribe = await store.onChange(heard);
  const looking = repeat({
    everyMs: LOOK_EVERY_MS,
    work: async () => {
      await Promise.all(runs.all().map(look));
    },
    onError,
  });
  return {
    stop: async () => {
      await looking.stop();
      await unsubscribe();
    },
  };
}

function judge(run: Run, record: Task | null): void {
  if (!isHeldBy(run.task, record)) {
    run.interrupt(new LetGo({ why: 'taken' }));
    return;
  }
  run.saw(record);
  if (run.isPublishing) return;
  const { workedMs, task, context } = run;
  const failure = overdue({ workedMs, priority: task.priority }, context.config.timeouts);
  if (failure !== null) run.interrupt(failure);
}

/** Whether the record is still that of the run with this epoch. */
function isHeldBy({ epoch }: Task, record: Task | null): record is Task {
  return record !== null && record.epoch === epoch && !isTerminal(record.status);
}
