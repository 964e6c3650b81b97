import {
  type ControlClient,
  type InputOf,
  OPERATIONS,
  type Operation,
  type OperationName,
} from '@opencode-commander/control';
import { defaultAction } from './default-action.ts';
import { followLogs, isFollowing } from './follow-logs.ts';
import type { Tell } from './open-progress.ts';
import type { Offer, Tool } from './tool.ts';
import type { Told } from './tool-result.ts';

/** What a client calls a tool with. */
export type Call = {
  args: Record<string, unknown>;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
  tell: Tell;
};

/** Has done what a call of a tool asks for. Throws InputError, and what the operation throws. */
export async function callTool(tool: Tool, client: ControlClient, call: Call): Promise<Told> {
  const { offer, input } = chosen(tool, call.args);
  if ('follows' in tool && isFollowing(call.args)) {
    const output = await followLogs(client, call);
    return { output, text: offer.describe(output) };
  }
  // The operation judges its input itself.
  const output = await client.ask(offer.operation, input as InputOf<OperationName>);
  return { output, text: offer.describe(output, input) };
}

type Chosen = { offer: Offer; input: Record<string, unknown> };

function chosen(tool: Tool, args: Record<string, unknown>): Chosen {
  if ('offer' in tool) return { offer: tool.offer, input: fitting(tool.offer, args) };
  const { action: named, ...given } = args;
  const action = named === undefined ? defaultAction(tool.actions, given) : String(named);
  const offer = tool.actions[action];
  // The schema of the tool lets no other action through.
  if (offer === undefined) throw new Error(`${tool.name} has no action ${action}`);
  return { offer, input: fitting(offer, given) };
}

/** Among the arguments are those that only the tool knows, and defaults of other actions' fields. */
function fitting({ operation }: Offer, args: Record<string, unknown>): Record<string, unknown> {
  const { shape }: Operation['input'] = OPERATIONS[operation].input;
  return Object.fromEntries(Object.entries(args).filter(([name]) => name in shape));
}
