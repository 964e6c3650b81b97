import { type ControlClient, listTasks } from '@opencode-commander/control';
import type { Logger } from '@opencode-commander/service';
import { orMcpError } from './or-mcp-error.ts';

/** The ids of tasks that begin with what was typed; an issue's number is how they begin. Throws McpError. */
export function completeTaskId({ client, log }: { client: ControlClient; log: Logger }) {
  return (typed: string): Promise<string[]> =>
    orMcpError({ log, what: 'the completion of a task id' }, async () => {
      const tasks = await listTasks(client);
      return tasks.map(({ id }) => id).filter((id) => id.startsWith(typed));
    });
}
