import type { OperationName } from '@opencode-commander/control';
import { TOOLS } from './tools.ts';

/** The tool that offers an operation, with its action where it has several; null when none does. */
export function toolOf(operation: OperationName): { tool: string; action: string | null } | null {
  for (const tool of TOOLS) {
    const offers = 'offer' in tool ? [[null, tool.offer] as const] : Object.entries(tool.actions);
    for (const [action, offered] of offers)
      if (offered.operation === operation) return { tool: tool.name, action };
  }
  return null;
}
