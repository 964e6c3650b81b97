import type { OperationName } from '@opencode-commander/control';
import type { Offer } from './tool.ts';
import { TOOLS } from './tools.ts';

/** Where a tool offers an operation, with its action where it has several. */
export type OfferedAt = { tool: string; action: string | null; offer: Offer };

/** The tool that offers an operation; null when none does. */
export function offerOf(operation: OperationName): OfferedAt | null {
  for (const tool of TOOLS) {
    const offers = 'offer' in tool ? [[null, tool.offer] as const] : Object.entries(tool.actions);
    for (const [action, offer] of offers)
      if (offer.operation === operation) return { tool: tool.name, action, offer };
  }
  return null;
}
