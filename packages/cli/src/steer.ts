import { OPERATIONS, type OperationName, runOperation } from '@opencode-commander/control';
import { offerOf } from '@opencode-commander/mcp-gateway';
import type { Cli } from './cli.ts';
import { openControl } from './open-control.ts';
import { findTask } from './show/find-task.ts';
import { plain } from './show/plain.ts';
import { UsageError } from './usage-error.ts';

export type Steering = {
  /** An id, or an issue as a person names it. */
  task: string;
  operation: OperationName;
  /** What the operation takes besides the task. */
  input?: Record<string, unknown>;
  json: boolean;
  /** What the person has to agree to, before the task's name; null where they need not. */
  asks?: string | null;
};

/** Has an operation done on one task, and prints what came of it. Throws UsageError, and what the operation throws. */
export async function steer(
  cli: Cli,
  { task, operation, input, json, asks = null }: Steering,
): Promise<void> {
  const { config, control } = await openControl(cli);
  const { id, source, title } = await findTask(control.store, task, config.github.host);
  const name = `${id} (${source.repo}#${source.number} ${plain(title)})`;
  if (asks !== null && !(await isWanted(cli, `${asks} ${name}?`))) return cli.say('Nothing was changed.');
  const output = await runOperation(OPERATIONS[operation], control, { task_id: id, ...input });
  if (json) return cli.print(JSON.stringify(output));
  const text = offerOf(operation)?.offer.describe(output) ?? '';
  for (const line of text.split('\n')) cli.print(plain(line));
}

async function isWanted(cli: Cli, question: string): Promise<boolean> {
  const answer = await cli.confirm(question);
  if (answer === null)
    throw new UsageError('This cannot be taken back, and there is no terminal to ask at: add -y');
  return answer;
}
