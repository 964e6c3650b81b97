import type { QuestionView } from '@opencode-commander/control';

const WORDS: Readonly<Record<QuestionView['kind'], string>> = {
  question: '<number or words>',
  permission: 'approve (or deny)',
  budget: 'continue 5 (dollars, or deny)',
  rounds: 'continue (or deny)',
  edited: 'approve (or deny)',
};

/** The command that answers what a task asks, with the words that it takes. */
export function answerWith(id: string, kind: QuestionView['kind']): string {
  return `or with commander answer ${id} ${WORDS[kind]}`;
}
