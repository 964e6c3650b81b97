import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '@opencode-commander/service';
import { OperatorError, printable } from '@opencode-commander/task';

export type Told = { text: string; output: Record<string, unknown> };

/**
 * Runs an operation as a tool: what it gives as data and as text for people. An error becomes a result that says what
 * to do next, so that the model that called can act on it; only unexpected ones are logged.
 */
export async function toolResult(
  { log, signal }: { log: Logger; signal: AbortSignal },
  operation: () => Promise<Told>,
): Promise<CallToolResult> {
  try {
    const { text, output } = await operation();
    return { content: [textOf(text)], structuredContent: output };
  } catch (error) {
    if (error instanceof OperatorError) return failure(error.message);
    // Nobody waits for it any more, and that may be what it failed of.
    if (signal.aborted) return failure('Nobody waits for this any more.');
    log.error({ err: error }, 'a tool failed');
    return failure('The gateway failed at this: its log says why. Trying again may help.');
  }
}

function failure(text: string): CallToolResult {
  return { isError: true, content: [textOf(text)] };
}

/** Words of strangers are in it: nothing that a client's terminal would obey. */
function textOf(text: string) {
  return { type: 'text', text: printable(text) } as const;
}
