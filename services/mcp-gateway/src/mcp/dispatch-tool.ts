import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  type DispatchControl,
  type Dispatched,
  dispatch,
  dispatchInputSchema,
  dispatchOutputSchema,
} from '@opencode-commander/control';
import type { Logger } from '@opencode-commander/service';
import { describeTask } from './describe-task.ts';
import { toolResult } from './tool-result.ts';

/** `commander_dispatch`: gives an issue to an agent. */
export function addDispatchTool(server: McpServer, context: { control: DispatchControl; log: Logger }): void {
  const { control, log } = context;
  server.registerTool(
    'commander_dispatch',
    {
      title: 'Give an issue to an agent',
      description:
        'Queues an open GitHub issue for an agent, which works on it in a container of its own and opens a pull request. Asking again for the same issue changes nothing; `again` retries one that failed.',
      inputSchema: dispatchInputSchema.shape,
      outputSchema: dispatchOutputSchema.shape,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    },
    (input) =>
      toolResult(log, async () => {
        const output = await dispatch(control, input);
        return { output, text: describeDispatched(output) };
      }),
  );
}

function describeDispatched({ created, position, task }: Dispatched): string {
  const place = position === null ? '' : ` It is number ${position} in the queue.`;
  const before = created ? '' : ' The issue had this task already.';
  return `${describeTask(task)}.${place}${before} Ask commander_status how it goes.`;
}
