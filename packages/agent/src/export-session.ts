import { AgentError } from './agent-error.ts';
import type { OpencodeConnection } from './opencode-connection.ts';

export function exportSession(_connection: OpencodeConnection, id: string): Promise<string> {
  return Promise.reject(new AgentError(`The session ${id} cannot be exported yet`));
}
