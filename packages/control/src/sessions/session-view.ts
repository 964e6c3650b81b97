import type { ServedSession } from '@opencode-commander/task';
import { z } from 'zod';

/** A session as people and programs see it. */
export const sessionViewSchema = z.object({
  id: z.string(),
  instance: z.string().describe('The name of its server, or the id of the task whose sandbox has it'),
  title: z.string(),
  directory: z.string().describe('Where it works, as its instance sees it'),
  parent_id: z.string().nullable().describe('The session that started it'),
  model: z.string().nullable().describe('provider/model of its newest prompt'),
  cost_usd: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

export function sessionView(instance: string, session: ServedSession): SessionView {
  const { id, title, directory, parentId, model, costUsd, createdAt, updatedAt } = session;
  return {
    ...{ id, instance, title, directory, model },
    parent_id: parentId,
    cost_usd: costUsd,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
