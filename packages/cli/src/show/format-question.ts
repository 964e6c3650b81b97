import type { QuestionView } from '@opencode-commander/control';
import { answerWith } from './answer-with.ts';
import { plain } from './plain.ts';
import { timeUntil } from './relative-time.ts';

/** What a task asks, what may be chosen, numbered as on GitHub, and how to answer, as lines for people. */
export function formatQuestion(
  { kind, summary, questions, answer_at, deadline }: QuestionView,
  { id, now }: { id: string; now: Date },
): string[] {
  const asked = questions.flatMap(({ question, options }, i) => [
    questions.length === 1 ? question : `${i + 1}. ${question}`,
    ...options.map((option, j) => `  ${j + 1}. ${option}`),
  ]);
  const what = asked.length === 0 ? [summary] : asked;
  const where = `answer at ${answer_at} (gives up ${timeUntil(deadline, now)})`;
  return [...what, where, answerWith(id, kind)].map(plain);
}
