import { AgentError, type Session } from '@opencode-commander/agent';
import { z } from 'zod';
import type { Run } from '../run.ts';

const ANSWER_WITHIN_MS = 180_000;

/** The agent's word on its work, in the shape of `schema`; null, with a line in the log, when it gives none. */
export async function askAgent<T extends z.ZodType>(
  run: Run,
  session: Session,
  { prompt, schema }: { prompt: string; schema: T },
): Promise<z.infer<T> | null> {
  try {
    const answer = await session.ask({
      prompt,
      schema: z.toJSONSchema(schema),
      timeoutMs: ANSWER_WITHIN_MS,
      signal: run.signal,
    });
    return schema.parse(answer);
  } catch (error) {
    if (!(error instanceof AgentError || error instanceof z.ZodError)) throw error;
    const message = 'the agent did not describe its work; its files do';
    await run.note({ type: 'service', level: 'warn', message });
    return null;
  }
}
