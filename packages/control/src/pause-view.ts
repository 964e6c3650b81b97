import type { Pause, PauseScope } from '@opencode-commander/task';
import { z } from 'zod';

/** A pause as people and programs outside see it. */
export const pauseViewSchema = z.object({
  scope: z.enum(['all', 'repository', 'provider']),
  name: z.string().nullable().describe('The repository as owner/name, or the provider; null for everything'),
  by: z
    .string()
    .nullable()
    .describe('Who said so last; null, as `since` is, where that cannot be read any more'),
  since: z.string().nullable(),
  reason: z.string().nullable(),
  preempts: z.boolean().describe('Whether what ran was let go of; else it goes on to its end'),
});
export type PauseView = z.infer<typeof pauseViewSchema>;

export function pauseView({ scope, by, since, reason, preempts }: Pause): PauseView {
  return { ...scopeView(scope), by, since, reason, preempts };
}

/** What is paused, without the pause. */
export function scopeView(scope: PauseScope): Pick<PauseView, 'scope' | 'name'> {
  return { scope: scope.of, name: scope.of === 'all' ? null : scope.name };
}
