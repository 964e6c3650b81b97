import { z } from 'zod';
import { AgentError } from './agent-error.ts';
import type { AgentEvent } from './agent-event.ts';
import { startDeadline } from './deadline.ts';
import type { OpencodeConnection } from './opencode-connection.ts';
import { readNewestMessage } from './read-messages.ts';
import type { Asked, Session } from './session.ts';

/** What the agent is to do; with a schema, its last word is a value of it. */
export type Prompt = { text: string; schema?: Record<string, unknown>; model?: string | undefined };

export type AskParts = {
  connection: OpencodeConnection;
  session: Omit<Session, 'ask'>;
  begin: (prompt: Prompt) => Promise<void>;
};

/** Prompts for a value and waits for it. Without one in time the turn is aborted. Nobody answers questions meanwhile. */
export async function askSession(parts: AskParts, asked: Asked): Promise<unknown> {
  const { connection, session, begin } = parts;
  using deadline = startDeadline(asked.timeoutMs, asked.signal);
  const { signal } = deadline;
  try {
    await begin({ text: asked.prompt, schema: asked.schema });
    for await (const event of session.watch({ signal, stuckMs: asked.timeoutMs }))
      await react(session, event);
  } catch (error) {
    await session.abort().catch(() => undefined); // the first error is the one to tell
    if (!deadline.isOver()) throw error;
    throw new AgentError(`The agent did not answer within ${asked.timeoutMs} ms`, { cause: error });
  }
  const newest = await readNewestMessage(connection, { sessionId: session.id, signal });
  return checked(newest?.info.structured, asked.schema);
}

async function react(session: Omit<Session, 'ask'>, event: AgentEvent): Promise<void> {
  switch (event.type) {
    case 'question':
      return session.rejectQuestion(event.requestId);
    case 'permission':
      return session.denyPermission(event.requestId);
    case 'error':
      throw new AgentError(event.message, { kind: event.kind, retryAfterMs: event.retryAfterMs });
    case 'stuck':
      throw new AgentError(event.message);
    case 'text':
    case 'tool':
    case 'checklist':
    case 'idle':
      return;
  }
}

const requiredKeys = z.looseObject({ required: z.array(z.string()).default([]) });

function checked(value: unknown, schema: Record<string, unknown>): unknown {
  const { required } = requiredKeys.parse(schema);
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success) throw new AgentError('The agent answered without the value it was asked for');
  const missing = required.filter((key) => object.data[key] === undefined);
  if (missing.length === 0) return value;
  throw new AgentError(`The agent's answer lacks ${missing.join(', ')}`);
}
