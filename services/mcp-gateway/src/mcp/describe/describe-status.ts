import type { SystemStatus, TaskView } from '@opencode-commander/control';
import { describePause } from './describe-pauses.ts';
import { describeTask } from './describe-task.ts';

/** What goes on, in lines. */
export function describeStatus(status: SystemStatus): string {
  const { queue, delayed, running, waiting, recent } = status;
  const depth = Object.entries(queue).flatMap(([priority, count]) =>
    count > 0 ? `${count} ${priority}` : [],
  );
  return [
    `In the queue: ${depth.join(', ') || 'nothing'}${delayed > 0 ? `; ${delayed} wait for their next try` : ''}.`,
    ...status.pauses.map((pause) => `${describePause(pause)}.`),
    ...limits(status),
    ...section('Running', running),
    ...section('Waiting for an answer', waiting),
    ...section('Ended last', recent),
  ].join('\n');
}

/** What holds everybody up. */
function limits({ rate_limits: { paused_until }, paused_providers, outbox }: SystemStatus): string[] {
  const gitHub = paused_until === null ? [] : [`GitHub wants to be left alone until ${paused_until}.`];
  const providers = paused_providers.map(
    ({ provider, until }) => `The model provider ${provider} is out of quota until ${until}.`,
  );
  const dead =
    outbox.dead === 0 ? [] : [`${outbox.dead} writes to GitHub were given up: see commander_outbox.`];
  return [...gitHub, ...providers, ...dead];
}

function section(title: string, tasks: readonly TaskView[]): string[] {
  return tasks.length === 0 ? [] : [`${title}:`, ...tasks.map((task) => `- ${describeTask(task)}`)];
}
