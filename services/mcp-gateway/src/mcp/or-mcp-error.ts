import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { InputError } from '@opencode-commander/control';
import { TaskNotFoundError } from '@opencode-commander/queue';
import type { Logger } from '@opencode-commander/service';
import { OperatorError } from '@opencode-commander/task';

export type Working = {
  log: Logger;
  /** What it is about, such as `a resource`. */
  what: string;
  /** What the protocol calls it where what was named is not there; invalid params unless given. */
  notFound?: number;
};

/** What `work` gives. Throws McpError, which says what to do; only unexpected errors are logged. */
export async function orMcpError<T>(
  { log, what, notFound = ErrorCode.InvalidParams }: Working,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TaskNotFoundError || error instanceof InputError)
      throw new McpError(notFound, error.message);
    if (error instanceof OperatorError) throw new McpError(ErrorCode.InternalError, error.message);
    log.error({ err: error }, `${what} could not be given`);
    throw new McpError(ErrorCode.InternalError, 'The gateway failed at this: its log says why');
  }
}
