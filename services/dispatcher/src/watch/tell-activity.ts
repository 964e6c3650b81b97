import { noteActivity, type TaskActivity } from '@opencode-commander/queue';
import { type ContainerSample, cpuPercent, sampleContainers } from '@opencode-commander/sandbox';
import { repeat } from '@opencode-commander/service';
import type { TaskId } from '@opencode-commander/task';
import { TokenRate } from '../activity/token-rate.ts';
import type { DispatcherContext } from '../dispatcher-context.ts';
import type { Run } from '../run.ts';

const LOOK_EVERY_MS = 5_000;

/** What was seen of a run before. */
type Watched = { rate: TokenRate; sample: ContainerSample | null };

/** Tells the others every few seconds what the agents of this host do and use; of what is not told again nothing is left. */
export function tellActivity(context: DispatcherContext): { stop(): Promise<void> } {
  const watched = new WeakMap<Run, Watched>();
  const work = async () => {
    const runs = context.runs.all().filter(({ task }) => task.containerId !== null);
    if (runs.length === 0) return;
    const samples = await sampleContainers(context.podman);
    const activities = new Map<TaskId, TaskActivity>();
    for (const run of runs) {
      const sample = samples.get(run.task.containerId ?? '');
      const before = watched.get(run) ?? { rate: new TokenRate(), sample: null };
      watched.set(run, { ...before, sample: sample ?? null });
      if (sample !== undefined) activities.set(run.task.id, activityOf(run, sample, before));
    }
    await noteActivity(context.queues, activities);
  };
  const onError = (err: unknown) => context.log.warn({ err }, 'it is not known what the agents use');
  return repeat({ everyMs: LOOK_EVERY_MS, work, onError });
}

function activityOf({ task, runningTools }: Run, sample: ContainerSample, before: Watched): TaskActivity {
  const now = performance.now();
  before.rate.note(task.usage.inputTokens + task.usage.outputTokens, now);
  return {
    tool: runningTools.current,
    cpuPercent: cpuPercent(sample, before.sample),
    memoryBytes: sample.memoryBytes,
    memoryLimitBytes: sample.memoryLimitBytes,
    tokensPerMinute: before.rate.perMinute(now),
  };
}
