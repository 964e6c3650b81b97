import type { Task } from '@opencode-commander/task';
import { type Ask, LetGo } from '../let-go.ts';
import { MOST_QUESTIONS } from './ask-of.ts';

/** Questions of `ask_human`, which opencode does not wait with. */
export type OwnQuestions = Extract<Ask, { kind: 'question' }> & { requestId: null };

/** The questions of `ask_human` in a task's record that nobody has answered; null when there are none. */
export function ownQuestions({ question, answer }: Pick<Task, 'question' | 'answer'>): OwnQuestions | null {
  if (question?.kind !== 'question' || question.requestId !== null) return null;
  if (answer?.to === question.number) return null;
  return { kind: 'question', requestId: null, questions: question.questions };
}

/**
 * What a turn ends with in which the agent has asked people by `ask_human`: they are asked, together with what the question tool
 * asks, and before a permission or money. What ends the run for other reasons ends it: the record says what is to be asked.
 */
export function withOwnQuestions(end: unknown, own: OwnQuestions | null): unknown {
  if (own === null || !(end instanceof LetGo) || end.letting.why !== 'asked') return end;
  const { ask } = end.letting;
  const others = ask.kind === 'question' && ask.requestId !== null ? ask.questions : [];
  const questions = [...own.questions, ...others].slice(0, MOST_QUESTIONS);
  return new LetGo({ why: 'asked', ask: { ...own, questions } });
}
