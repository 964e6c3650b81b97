import { type ControlClient, OPERATIONS, type OperationName, parseInput } from '@opencode-commander/control';
import { offerOf } from '@opencode-commander/mcp-gateway';
import { agrees } from './agrees.ts';
import type { Cli } from './cli.ts';
import { openClient } from './open-client.ts';
import { plain } from './show/plain.ts';

export type Steering = {
  /** An id, or an issue as a person names it. */
  task: string;
  operation: OperationName;
  /** Other tasks that the operation takes, as a person names them. */
  others?: Readonly<Record<string, string>>;
  /** What the operation takes besides the task. */
  input?: Record<string, unknown>;
  json: boolean;
  /** What the person has to agree to, before the task's name; null where they need not. */
  asks?: string | null;
  /** Who has it done, where somebody has been asked for that already. */
  client?: ControlClient;
};

/** Has an operation done on one task, and prints what came of it. Throws UsageError, and what the operation throws. */
export async function steer(
  cli: Cli,
  { task, others = {}, operation, input, json, asks = null, ...given }: Steering,
): Promise<void> {
  const client = given.client ?? (await openClient(cli));
  const find = async (text: string) => (await client.ask('tasks.find', { task: text })).task;
  const { id, repo, number, title } = await find(task);
  const name = `${id} (${repo}#${number} ${plain(title)})`;
  if (asks !== null && !(await agrees(cli, `${asks} ${name}?`))) return cli.say('Nothing was changed.');
  const named = Object.entries(others).map(async ([field, text]) => [field, (await find(text)).id] as const);
  const found = Object.fromEntries(await Promise.all(named));
  const asked = parseInput(OPERATIONS[operation], { task_id: id, ...found, ...input });
  const output = await client.ask(operation, asked);
  if (json) return cli.print(JSON.stringify(output));
  const text = offerOf(operation)?.offer.describe(output) ?? '';
  for (const line of text.split('\n')) cli.print(plain(line));
}
