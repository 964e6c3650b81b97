import type { Command } from '../commands/command.ts';
import { parseCommand } from '../commands/parse-command.ts';
import { spokenLines } from '../commands/spoken-lines.ts';
import { howToAnswer } from '../comments/how-to-answer.ts';
import type { PendingQuestion, Question, Reply } from '../question.ts';
import { chooseOptions } from './choose-options.ts';
import { splitAnswers } from './split-answers.ts';

/** What a comment says to a question: an answer, or words that cannot be read as one, with help for their author. */
export type ReadAnswer = { status: 'answered'; reply: Reply } | { status: 'unclear'; help: string };

/** Reads a comment as the answer to a question of any kind; what it quotes is not its author's. */
export function readAnswer(question: PendingQuestion, text: string): ReadAnswer {
  const command = parseCommand(text, 'issue');
  const reply =
    question.kind === 'question' ? readWords(question.questions, text, command) : decided(question, command);
  return reply === null
    ? { status: 'unclear', help: `I could not read that as an answer.\n\n${howToAnswer(question)}` }
    : { status: 'answered', reply };
}

function readWords(questions: readonly Question[], text: string, command: Command | null): Reply | null {
  if (command !== null) return null;
  const said = withoutQuotes(text);
  const parts = splitAnswers(questions.length, said);
  const [only] = questions;
  const answers = parts === null ? [] : questions.map((each, i) => chooseOptions(each, parts[i] ?? ''));
  if (answers.length > 0 && answers.every((answer) => answer !== null)) return { kind: 'answers', answers };
  const whole = questions.length === 1 && only !== undefined ? chooseOptions(only, said) : null;
  return whole === null ? null : { kind: 'answers', answers: [whole] };
}

function withoutQuotes(text: string): string {
  return spokenLines(text)
    .map((line) => line.text)
    .filter((line) => !/^ {0,3}>/.test(line))
    .join('\n')
    .trim();
}

/** Permission, money, rounds and edits are decided by commands alone. */
function decided({ kind }: PendingQuestion, command: Command | null): Reply | null {
  if (command?.name === 'deny') return { kind: 'deny' };
  if (command?.name === 'continue' && kind === 'budget' && command.usd !== null)
    return { kind: 'continue', usd: command.usd };
  if (command?.name === 'approve' && (kind === 'permission' || kind === 'edited')) return { kind: 'approve' };
  if (kind === 'rounds' && (command?.name === 'continue' || command?.name === 'approve'))
    return { kind: 'continue', usd: null };
  return null;
}
