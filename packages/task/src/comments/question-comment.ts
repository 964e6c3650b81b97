import type { PendingQuestion, Question } from '../question.ts';
import type { Task } from '../task.ts';
import { codeBlock, escapeMarkdown, inlineCode } from './escape-markdown.ts';
import { howToAnswer } from './how-to-answer.ts';

/** The comment that asks people the task's pending question, of whatever kind, and says how to answer; '' without one. */
export function questionComment({ question, id }: Task): string {
  if (question === null) return '';
  const footer = `<sub>Task \`${id}\` waits until ${utc(question.deadline)}. People with write access can answer.</sub>`;
  return [...ask(question), howToAnswer(question), footer].join('\n\n');
}

function ask(question: PendingQuestion): string[] {
  switch (question.kind) {
    case 'question':
      return askAll(question.questions);
    case 'permission':
      return [
        `**The agent asks for permission:** ${inlineCode(question.permission)}`,
        ...(question.patterns.length === 0 ? [] : [codeBlock(question.patterns.slice(0, MOST_PATTERNS))]),
      ];
    case 'budget':
      return [
        `**The budget is used up:** $${question.spentUsd.toFixed(2)} of $${question.limitUsd.toFixed(2)} ${SCOPES[question.scope]}. The work is paused and nothing is lost.`,
      ];
    case 'rounds':
      return [
        `**This pull request has had ${question.rounds} rounds of follow-ups**, as many as it gets without asking. Go on?`,
      ];
    case 'edited':
      return [
        '**The issue was changed after it was accepted, by somebody who may not start work.** Its text is now:',
        codeBlock([question.title, '', ...question.body.slice(0, LONGEST_TEXT).split('\n')]),
      ];
  }
}

/** GitHub takes 65,536 characters; how to answer stands below, and must not be cut. */
const QUESTIONS_LENGTH = 60_000;
/** What is shown of the longest texts. */
const SHARES = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16];
const MOST_PATTERNS = 20;
const LONGEST_TEXT = 20_000;

const SCOPES = {
  task: 'for this task',
  repo_day: 'for this repository today',
  day: 'for all tasks today',
} as const;

/** Every question with every option: where there are too many words for one comment, all texts get shorter. */
function askAll(questions: readonly Question[]): string[] {
  const isOne = questions.length === 1;
  let asking: string[] = [];
  for (const share of SHARES) {
    asking = questions.map((each, i) => asked(each, { number: isOne ? null : i + 1, share }));
    if (asking.join('\n\n').length <= QUESTIONS_LENGTH) break;
  }
  return [isOne ? '**The agent asks:**' : '**The agent has questions:**', ...asking];
}

type Place = { number: number | null; share: number };

function asked({ question, options }: Question, { number, share }: Place): string {
  const text = escapeMarkdown(question, 2_000 * share);
  return [
    number === null ? text : `**${number}.** ${text}`,
    ...(options.length === 0 ? [] : ['', ...options.map((each, i) => option(each, i + 1, share))]),
  ].join('\n');
}

function option({ label, description }: Question['options'][number], number: number, share: number): string {
  const more = description.trim() === '' ? '' : `: ${escapeMarkdown(description, 500 * share)}`;
  return `${number}. **${escapeMarkdown(label, 200 * share)}**${more}`;
}

function utc(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
