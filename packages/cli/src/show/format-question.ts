import type { QuestionView } from '@opencode-commander/control';
import { plain } from './plain.ts';
import { timeUntil } from './relative-time.ts';

/** What a task asks, what may be chosen, numbered as on GitHub, and where to answer, as lines for people. */
export function formatQuestion(
  { summary, questions, answer_at, deadline }: QuestionView,
  now: Date,
): string[] {
  const asked = questions.flatMap(({ question, options }, i) => [
    questions.length === 1 ? question : `${i + 1}. ${question}`,
    ...options.map((option, j) => `  ${j + 1}. ${option}`),
  ]);
  const what = asked.length === 0 ? [summary] : asked;
  return [...what, `answer at ${answer_at} (gives up ${timeUntil(deadline, now)})`].map(plain);
}
