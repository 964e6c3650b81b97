import { OPERATIONS, type Operation, type OperationControl, runOperation } from '@opencode-commander/control';
import type { Offer, Tool } from './tool.ts';
import type { Told } from './tool-result.ts';

/** Runs what a call of a tool asks for. Throws InputError, and what the operation throws. */
export async function callTool(
  tool: Tool,
  control: OperationControl,
  args: Record<string, unknown>,
): Promise<Told> {
  const { offer, input } = chosen(tool, args);
  const output = await runOperation(OPERATIONS[offer.operation], control, input);
  return { output, text: offer.describe(output) };
}

function chosen(tool: Tool, args: Record<string, unknown>): { offer: Offer; input: object } {
  if ('offer' in tool) return { offer: tool.offer, input: args };
  const { action, ...given } = args;
  const offer = tool.actions[String(action)];
  // The schema of the tool lets no other action through.
  if (offer === undefined) throw new Error(`${tool.name} has no action ${String(action)}`);
  const { shape }: Operation['input'] = OPERATIONS[offer.operation].input;
  // Defaults of other actions' fields are among the arguments.
  const input = Object.fromEntries(Object.entries(given).filter(([name]) => name in shape));
  return { offer, input };
}
