import {
  describeFailure,
  type OpencodeConnection,
  observePart,
  readMessages,
  type WireMessage,
} from '@opencode-commander/agent';
import type { ServedMessage } from '@opencode-commander/task';

/** The newest messages of a session, oldest first; null when opencode cannot list them. */
export async function servedMessages(
  connection: OpencodeConnection,
  of: { sessionId: string; limit: number },
): Promise<ServedMessage[] | null> {
  const messages = await readMessages(connection, of);
  return messages?.slice(-of.limit).map(servedMessage) ?? null;
}

function servedMessage({ info, parts }: WireMessage): ServedMessage {
  const observed = parts.map((part) => observePart(part, { complete: true }));
  const texts = observed.flatMap((part) => (part?.kind === 'text' && part.whole ? [part.text] : []));
  const tools = observed.flatMap((part) => (part?.kind === 'tool' ? [part] : []));
  return {
    id: info.id,
    role: info.role,
    at: momentOf(info.time.created),
    text: texts.join('\n\n'),
    tools: tools.map(({ tool, state, title, output }) => ({ name: tool, state, title, output })),
    error: info.error === undefined ? null : describeFailure(info.error).message,
  };
}

function momentOf(ms: number | undefined): Date | null {
  const at = new Date(ms ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}
