import { oneLine, printable, stripHidden } from '@opencode-commander/task';
import { z } from 'zod';
import type { AskedQuestion, ReportedProgress } from './agent-tools.ts';

const LONGEST_QUESTION = 2_000;
const LONGEST_LINE = 200;
const MOST_OPTIONS = 20;
const MOST_STEPS = 50;

export const askHumanInput = z.strictObject({
  question: z
    .string()
    .max(LONGEST_QUESTION)
    .describe('The question, and what people need to know to answer it'),
  options: z
    .array(z.string().max(LONGEST_LINE))
    .max(MOST_OPTIONS)
    .optional()
    .describe('Answers to choose from; words of their own are an answer too'),
  multiple: z.boolean().optional().describe('Whether several options may be chosen; false unless given'),
});

export const reportProgressInput = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        text: z.string().max(LONGEST_LINE),
        done: z.boolean().describe('Whether it is done'),
      }),
    )
    .max(MOST_STEPS)
    .describe('All steps of the work, in order: they take the place of those reported before'),
  note: z.string().max(LONGEST_LINE).optional().describe('A sentence on how it goes'),
});

export const readIssueInput = z.strictObject({
  number: z
    .number()
    .int()
    .positive()
    .max(2 ** 31 - 1)
    .optional()
    .describe('The issue; your own unless given'),
});

export function plainQuestion({
  question,
  options = [],
  multiple = false,
}: z.infer<typeof askHumanInput>): AskedQuestion {
  return {
    question: printable(stripHidden(question)).trim(),
    options: options.map(plainLine).filter((label) => label !== ''),
    multiple,
  };
}

export function plainProgress({ steps, note }: z.infer<typeof reportProgressInput>): ReportedProgress {
  const plain = steps.map(({ text, done }) => ({ text: plainLine(text), done }));
  return { steps: plain.filter(({ text }) => text !== ''), note: plainLine(note ?? '') || null };
}

function plainLine(text: string): string {
  return oneLine(stripHidden(text), LONGEST_LINE);
}
