import { isDeepStrictEqual } from 'node:util';
import { pauseList } from '@opencode-commander/queue';
import { repeat } from '@opencode-commander/service';
import { findPause, type Pause } from '@opencode-commander/task';
import { asPausable } from '../claim/find-pause-wait.ts';
import { pauseWait } from '../claim/wait.ts';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { type QueueContext, tellQueued } from './tell-queued.ts';

const LOOK_EVERY_MS = 1_000;
/** A task that was just being put off is not found the first time. */
const LOOKS_AFTER_CHANGE = 2;
/** So often the queue is looked through while something is paused: for what came meanwhile and finds no slot. */
const LOOKS_BETWEEN = 15;

/** A run as far as it can be let go of. */
type WatchedRun = Pick<Run, 'task' | 'providers' | 'signal' | 'isPublishing' | 'interrupt'>;

type Watched = QueueContext & Pick<DispatcherContext, 'log'> & { runs: { all(): WatchedRun[] } };

/** Lets go of runs that a pause preempts, and has queued tasks follow what people pause and resume, until it is stopped. */
export function watchPauses(context: DispatcherContext): { stop(): Promise<void> } {
  return repeat({
    everyMs: LOOK_EVERY_MS,
    work: lookAtPauses(context),
    onError: (err) => context.log.warn({ err }, 'it is not known what people have paused'),
  });
}

/** One look for each call; the first one sees to what changed while no dispatcher was there. */
export function lookAtPauses(context: Watched): () => Promise<void> {
  const list = pauseList(context.queues, { onCorrupt: ({ message }) => context.log.warn(message) });
  let seen: { pauses: readonly Pause[]; changes: number } | null = null;
  let looksDue = 0;
  let looks = 0;
  return async () => {
    const found = { changes: await list.changes(), pauses: await list.list() };
    const { pauses } = found;
    for (const run of context.runs.all()) preempt(context, run, pauses);
    looks += 1;
    if (!isDeepStrictEqual(found, seen)) looksDue = LOOKS_AFTER_CHANGE;
    else if (pauses.length > 0 && looks % LOOKS_BETWEEN === 0) looksDue = Math.max(looksDue, 1);
    seen = found;
    if (looksDue === 0) return;
    await tellQueued(context, pauses);
    looksDue -= 1;
  };
}

function preempt({ config }: Watched, run: WatchedRun, pauses: readonly Pause[]): void {
  if (run.signal.aborted || run.isPublishing) return;
  const { repoId, providers } = asPausable(run.task, config);
  const preempting = pauses.filter(({ preempts }) => preempts);
  const pause = findPause(preempting, { repoId, providers: [...providers, ...run.providers] });
  // It looks again at once: what it waits for may be over when its container has stopped.
  if (pause !== null) run.interrupt(new LetGo({ why: 'waits', ...pauseWait(pause), forMs: 0 }));
}
