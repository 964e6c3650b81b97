import type { PendingQuestion, Reply } from '../question.ts';

/** What a comment says to a question: an answer, or words that cannot be read as one, with help for their author. */
export type ReadAnswer = { status: 'answered'; reply: Reply } | { status: 'unclear'; help: string };

/** Reads a comment as the answer to a question of any kind. */
export function readAnswer(_question: PendingQuestion, _text: string): ReadAnswer {
  return { status: 'unclear', help: '' };
}
