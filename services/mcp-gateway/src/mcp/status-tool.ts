import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  type ActingControl,
  type SystemStatus,
  status,
  statusInputSchema,
  statusOutputSchema,
  type TaskView,
} from '@opencode-commander/control';
import type { Logger } from '@opencode-commander/service';
import { describeTask } from './describe-task.ts';
import { toolResult } from './tool-result.ts';

/** `commander_status`: what runs, waits and ended. */
export function addStatusTool(
  server: McpServer,
  { control, log }: { control: ActingControl; log: Logger },
): void {
  server.registerTool(
    'commander_status',
    {
      title: 'What the agents are doing',
      description:
        'Shows which GitHub issues agents are working on, what waits in the queue by priority, and which tasks ended last with their pull requests or failures.',
      inputSchema: statusInputSchema.shape,
      outputSchema: statusOutputSchema.shape,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (input) =>
      toolResult(log, async () => {
        const output = await status(control, input);
        return { output, text: describeStatus(output) };
      }),
  );
}

function describeStatus(status: SystemStatus): string {
  const { queue, delayed, running, waiting, recent } = status;
  const depth = Object.entries(queue).flatMap(([priority, count]) =>
    count > 0 ? `${count} ${priority}` : [],
  );
  return [
    `In the queue: ${depth.join(', ') || 'nothing'}${delayed > 0 ? `; ${delayed} wait for their next try` : ''}.`,
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
    outbox.dead === 0 ? [] : [`${outbox.dead} writes to GitHub were given up: see commander outbox list.`];
  return [...gitHub, ...providers, ...dead];
}

function section(title: string, tasks: readonly TaskView[]): string[] {
  return tasks.length === 0 ? [] : [`${title}:`, ...tasks.map((task) => `- ${describeTask(task)}`)];
}
