import { pauseList } from '@opencode-commander/queue';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';
import { pauseView, pauseViewSchema } from './pause-view.ts';

const pausesOutputSchema = z.object({ pauses: z.array(pauseViewSchema) });

export const pausesOperation = defineOperation({
  title: 'What is paused',
  description: 'Lists what people have paused: who, why and since when.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: z.object({}),
  output: pausesOutputSchema,
  run: listPauses,
});

/** What people have paused. Throws RedisError. */
export async function listPauses({
  queues,
}: Pick<Control, 'queues'>): Promise<z.infer<typeof pausesOutputSchema>> {
  return { pauses: (await pauseList(queues).list()).map(pauseView) };
}
