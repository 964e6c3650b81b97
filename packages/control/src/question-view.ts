import { oneLine, type PendingQuestion, stripHidden, type Task } from '@opencode-commander/task';
import { z } from 'zod';

/** What a task waits for a person to say. */
export const questionViewSchema = z.object({
  number: z.number().int(),
  kind: z.enum(['question', 'permission', 'budget', 'rounds', 'edited']),
  summary: z.string().describe('What is asked, in one line'),
  asked_at: z.string(),
  deadline: z.string().describe('When the task fails for want of an answer'),
  answer_at: z.string().describe('Where to answer: with a comment on this page'),
  questions: z
    .array(
      z.object({
        question: z.string(),
        options: z.array(z.string()),
        multiple: z.boolean(),
        custom: z.boolean(),
      }),
    )
    .describe('What an agent asks, with what may be chosen; empty for other kinds'),
});
export type QuestionView = z.infer<typeof questionViewSchema>;

/** The question a task waits with; null once it goes on. */
export function questionView({ status, question, source }: Task): QuestionView | null {
  if (question === null || status !== 'waiting_human') return null;
  const { number, kind, askedAt, deadline } = question;
  return {
    number,
    kind,
    summary: summaryOf(question),
    asked_at: askedAt,
    deadline,
    answer_at: source.url,
    questions: question.kind === 'question' ? question.questions.map(plain) : [],
  };
}

const MAX_SUMMARY = 200;
const MAX_TEXT = 2_000;

function summaryOf(question: PendingQuestion): string {
  switch (question.kind) {
    case 'question':
      return shown(question.questions.map((one) => one.question).join(' · '), MAX_SUMMARY);
    case 'permission':
      return shown(`may it use ${question.permission}: ${question.patterns.join('; ')}`, MAX_SUMMARY);
    case 'budget':
      return `its budget is used up: $${question.spentUsd.toFixed(2)} of $${question.limitUsd.toFixed(2)}`;
    case 'rounds':
      return `its pull request has had ${question.rounds} follow-ups: one more?`;
    case 'edited':
      return 'its issue was changed by somebody who may not start work: take the new text?';
  }
}

/** Agents write these. */
function plain({ question, options, multiple, custom }: Asked): QuestionView['questions'][number] {
  const labels = options.map(({ label }) => shown(label, MAX_SUMMARY));
  return { question: shown(question, MAX_TEXT), options: labels, multiple, custom };
}

type Asked = Extract<PendingQuestion, { kind: 'question' }>['questions'][number];

function shown(text: string, maxLength: number): string {
  return oneLine(stripHidden(text), maxLength);
}
