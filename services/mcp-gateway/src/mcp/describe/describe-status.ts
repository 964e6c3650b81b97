import type { ProcessView, RunningTask, SystemStatus } from '@opencode-commander/control';
import { formatBytes } from '@opencode-commander/task';
import { describePause } from './describe-pauses.ts';
import { describeTask } from './describe-task.ts';

/** What goes on, in lines. */
export function describeStatus(status: SystemStatus): string {
  const { queue, delayed, slots, running, waiting, recent } = status;
  const depth = Object.entries(queue).flatMap(([priority, count]) =>
    count > 0 ? `${count} ${priority}` : [],
  );
  return [
    `Slots in use: ${slots.used} of ${slots.total}.`,
    `In the queue: ${depth.join(', ') || 'nothing'}${delayed > 0 ? `; ${delayed} wait for their next try` : ''}.`,
    ...status.pauses.map((pause) => `${describePause(pause)}.`),
    ...limits(status),
    ...section('Not well', status.processes.flatMap(describeUnwell)),
    ...section('Running', running.map(describeRunning)),
    ...section('Waiting for an answer', waiting.map(describeTask)),
    ...section('Ended last', recent.map(describeTask)),
  ].join('\n');
}

/** What holds everybody up. */
function limits({ rate_limits: { paused_until }, paused_providers, outbox, budget }: SystemStatus): string[] {
  const gitHub = paused_until === null ? [] : [`GitHub wants to be left alone until ${paused_until}.`];
  const providers = paused_providers.map(
    ({ provider, until }) => `The model provider ${provider} is out of quota until ${until}.`,
  );
  const dead =
    outbox.dead === 0 ? [] : [`${outbox.dead} writes to GitHub were given up: see commander_outbox.`];
  const { spent_today_usd, day_usd } = budget;
  const limit = day_usd === null ? '' : ` of $${day_usd.toFixed(2)}`;
  return [...gitHub, ...providers, ...dead, `Spent today (UTC): $${spent_today_usd.toFixed(2)}${limit}.`];
}

function describeUnwell({ service, host, alive, last_seen, problems }: ProcessView): string[] {
  if (!alive) return [`the ${service} on ${host} is dead: it was seen last at ${last_seen}`];
  return problems.map((problem) => `the ${service} on ${host}: ${problem}`);
}

function describeRunning(task: RunningTask): string {
  const { activity } = task;
  if (activity === null) return describeTask(task);
  const { tool, cpu_percent, memory_bytes } = activity;
  const uses = `CPU ${cpu_percent.toFixed(0)} %, memory ${formatBytes(memory_bytes)}`;
  return `${describeTask(task)}; ${tool ?? 'no tool runs'}; ${uses}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `- ${line}`)];
}
