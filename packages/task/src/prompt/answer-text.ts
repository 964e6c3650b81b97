import type { PendingQuestion, Reply } from '../question.ts';
import type { ResumedQuestion } from './render-prompt.ts';

/** What was asked and what people said to it, for the agent. */
export function answerText({ question, answer: { reply } }: ResumedQuestion): string {
  if (question.kind === 'question' && reply.kind === 'answers')
    return question.questions
      .map((each, i) => `You asked: ${each.question}\nThe answer is: ${(reply.answers[i] ?? []).join(', ')}`)
      .join('\n\n');
  return outcome(question, reply);
}

function outcome(question: PendingQuestion, { kind }: Reply): string {
  if (question.kind !== 'permission') return 'You may go on.';
  const wish = [question.permission, ...question.patterns].join(' ');
  return kind === 'approve'
    ? `You asked for permission: ${wish}\nIt was given: try again.`
    : `You asked for permission: ${wish}\nIt was refused: find another way, or leave that part out and say so.`;
}
