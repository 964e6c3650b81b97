import { pauseList } from '@opencode-commander/queue';
import type { Pause, PauseScope } from '@opencode-commander/task';
import { z } from 'zod';
import { defineOperation } from './operation.ts';
import type { PauseControl } from './pause.ts';
import { type PauseScopeInput, pausedAs, pauseScope, pauseScopeInputSchema } from './pause-scope.ts';
import { pauseView, pauseViewSchema, scopeView } from './pause-view.ts';

const resumeOutputSchema = pauseViewSchema.pick({ scope: true, name: true }).extend({
  resumed: z.boolean().describe('False when it was not paused'),
  pauses: z.array(pauseViewSchema).describe('What is paused still: everything may be, whatever was resumed'),
});
export type Resumed = z.infer<typeof resumeOutputSchema>;

export const resumeOperation = defineOperation({
  title: 'Resume',
  description:
    'Lifts the pause of everything, of one repository or of one model provider: what waited because of it begins at once. Other pauses stay.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: true,
  input: pauseScopeInputSchema,
  output: resumeOutputSchema,
  run: resume,
});

/** Lifts a pause. Throws TwoScopesError, RedisError, and what reading a repository throws that is not paused under its name. */
export async function resume(
  control: Pick<PauseControl, 'queues' | 'readRepository'>,
  input: PauseScopeInput = {},
): Promise<Resumed> {
  const about = pauseScopeInputSchema.parse(input);
  const list = pauseList(control.queues);
  const scope = await findScope(control, about, await list.list());
  const resumed = (await list.remove(scope)) !== null;
  return { ...scopeView(scope), resumed, pauses: (await list.list()).map(pauseView) };
}

async function findScope(
  control: Pick<PauseControl, 'readRepository'>,
  about: PauseScopeInput,
  pauses: readonly Pause[],
): Promise<PauseScope> {
  const { repo, provider } = about;
  // It may be gone from GitHub, or have another name there by now.
  const known = repo === undefined || provider !== undefined ? null : pausedAs({ repo, pauses });
  return known ?? pauseScope(control, about);
}
