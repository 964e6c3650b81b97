import { oneLine } from '@opencode-commander/task';
import type { ChecklistItem } from '../agent-event.ts';
import type { OpencodeConnection } from '../opencode-connection.ts';
import { todosSchema } from '../wire.ts';

// A hostile agent's list may have no end.
const MOST_ITEMS = 100;
const LONGEST_ITEM = 200;

/** opencode's list of what is to do in a session. */
export async function readChecklist(
  connection: OpencodeConnection,
  { sessionId, signal }: { sessionId: string; signal?: AbortSignal | undefined },
): Promise<ChecklistItem[]> {
  const todos = await connection.call({
    what: 'tell its list of what is to do',
    schema: todosSchema,
    send: (client, options) => client.session.todo({ sessionID: sessionId }, options),
    signal,
  });
  return todos
    .filter(({ status }) => status !== 'cancelled')
    .slice(0, MOST_ITEMS)
    .map(({ content, status }) => ({ text: oneLine(content, LONGEST_ITEM), done: status === 'completed' }));
}
