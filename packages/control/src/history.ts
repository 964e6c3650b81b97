import { type HourCounts, recentHours } from '@opencode-commander/queue';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';

const historyInputSchema = z.object({
  hours: z
    .number()
    .int()
    .min(1)
    .max(168)
    .default(24)
    .describe('How many hours back, the present one included'),
});

const count = z.number().int();

const historyOutputSchema = z.object({
  hours: z
    .array(
      z.object({
        start: z.string(),
        completed: count.describe('Tasks that ended so; one that is tried again may end once more'),
        failed: count,
        cancelled: count,
        cost_usd: z.number(),
        tokens: count.describe('That models were given and gave'),
      }),
    )
    .describe('Oldest first and without gaps, whole hours (UTC); the last one goes on'),
});
export type History = z.infer<typeof historyOutputSchema>;

export const historyOperation = defineOperation({
  title: 'The last hours',
  description: 'Shows, hour by hour for up to a week, how many tasks ended and what was spent.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: historyInputSchema,
  output: historyOutputSchema,
  run: history,
});

/** What became of tasks, and what they cost, in each of the last hours. Throws RedisError. */
async function history(
  { queues }: Pick<Control, 'queues'>,
  input: z.input<typeof historyInputSchema>,
): Promise<History> {
  const { hours } = historyInputSchema.parse(input);
  return { hours: (await recentHours(queues, hours)).map(hourView) };
}

function hourView({ start, costUsd, ...counts }: HourCounts): History['hours'][number] {
  return { start: start.toISOString(), ...counts, cost_usd: costUsd };
}
