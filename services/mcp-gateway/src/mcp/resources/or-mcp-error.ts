import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { InputError } from '@opencode-commander/control';
import { TaskNotFoundError } from '@opencode-commander/queue';
import type { Logger } from '@opencode-commander/service';
import { OperatorError } from '@opencode-commander/task';

/** https://modelcontextprotocol.io/specification/2025-06-18/server/resources#error-handling */
const RESOURCE_NOT_FOUND = -32_002;

/** What `read` gives. Throws McpError, which says what to do; only unexpected errors are logged. */
export async function orMcpError<T>(log: Logger, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TaskNotFoundError || error instanceof InputError)
      throw new McpError(RESOURCE_NOT_FOUND, error.message);
    if (error instanceof OperatorError) throw new McpError(ErrorCode.InternalError, error.message);
    log.error({ err: error }, 'a resource could not be read');
    throw new McpError(ErrorCode.InternalError, 'The gateway failed at this: its log says why');
  }
}
