import { pauseList } from '@opencode-commander/queue';
import { z } from 'zod';
import { defineOperation, type OperationControl } from './operation.ts';
import { pauseScope, pauseScopeInputSchema } from './pause-scope.ts';
import { pauseView, pauseViewSchema } from './pause-view.ts';

const REASON_LENGTH = 'write 1 to 500 characters';

const pauseInputSchema = pauseScopeInputSchema.extend({
  reason: z
    .string()
    .trim()
    .min(1, REASON_LENGTH)
    .max(500, REASON_LENGTH)
    .optional()
    .describe(
      'Why, in a few words: the issues that wait show it; paused again without one, it keeps its own',
    ),
  preempt: z
    .boolean()
    .default(false)
    .describe(
      'Let go of what runs, which goes on in its session once it is resumed; else that runs to its end',
    ),
});

const pauseOutputSchema = z.object({
  began: z.boolean().describe('False when it was paused already: what was said now counts'),
  pause: pauseViewSchema,
});
export type Paused = z.infer<typeof pauseOutputSchema>;

export const pauseOperation = defineOperation({
  title: 'Pause',
  description:
    'Has no agent begin on anything, in one repository or with one model provider, until it is resumed: tasks wait in the queue. Pausing again changes the reason.',
  effect: 'changes',
  repeatable: true,
  asksGitHub: true,
  input: pauseInputSchema,
  output: pauseOutputSchema,
  run: pause,
});

/** With what people pause. */
export type PauseControl = Pick<OperationControl, 'queues' | 'readRepository' | 'by'>;

/** Pauses everything, a repository or a provider. Throws TwoScopesError, RedisError, and what reading the repository throws. */
export async function pause(
  control: PauseControl,
  input: z.input<typeof pauseInputSchema> = {},
): Promise<Paused> {
  const { reason, preempt: preempts, ...about } = pauseInputSchema.parse(input);
  const scope = await pauseScope(control, about);
  const { began, pause: put } = await pauseList(control.queues).put({
    scope,
    by: control.by,
    reason,
    preempts,
  });
  return { began, pause: pauseView(put) };
}
