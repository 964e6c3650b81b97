import { PodmanError, type StartedSandbox } from '@opencode-commander/sandbox';
import { stuckReport } from '@opencode-commander/task';
import { lastLines } from '../conclude/last-lines.ts';
import type { Run } from '../run.ts';

const EVENTS_READ = 200;
const LINES = 10;

/** Logs where an agent stood when it went silent: its last tool, its last words, and what its container shows. */
export async function reportStuck(run: Run, container: StartedSandbox): Promise<void> {
  const { context, task } = run;
  const wanted = { limit: EVENTS_READ, last: true };
  const logged = await run.outlast(() => context.store.readEvents(task.id, wanted));
  const events = logged.map(({ event }) => event);
  const lastTool = events.findLast((event) => event.type === 'tool');
  const report = stuckReport({
    silentMs: context.config.timeouts.stuckMs,
    lastTool: lastTool ? `${lastTool.tool} ${lastTool.title} (${lastTool.state})` : null,
    lastOutput: lastLines(events, LINES),
    processes: (await orNull(run, container.processes())) ?? [],
    memoryEvents: await orNull(run, container.memoryEvents()),
  });
  await run.note({ type: 'service', level: 'warn', message: report });
}

/** A report with a hole is better than none. */
async function orNull<T>({ context, task }: Run, finding: Promise<T>): Promise<T | null> {
  try {
    return await finding;
  } catch (err) {
    if (!(err instanceof PodmanError)) throw err;
    context.log.warn({ err, task: task.id }, 'the container of a stuck agent could not be looked at');
    return null;
  }
}
