import type { DispatcherContext } from './dispatcher-context.ts';

/** Runs that did not let go of their tasks in time, on a busy host, hand them over all the same: none of these has crashed. */
export async function handOverLeft({ runs, log }: Pick<DispatcherContext, 'runs' | 'log'>): Promise<void> {
  for (const run of runs.all()) {
    const onError = (err: unknown) =>
      log.warn({ err, task: run.task.id }, 'the task was let go of already, or is found where it was');
    await run
      .leave('queued', 'its dispatcher stops before its run has ended, and the next one goes on with it')
      .catch(onError);
  }
}
