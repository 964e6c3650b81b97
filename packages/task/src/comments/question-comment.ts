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
      return [
        question.questions.length === 1 ? '**The agent asks:**' : '**The agent has questions:**',
        ...question.questions.map((each, i) => asked(each, question.questions.length === 1 ? null : i + 1)),
      ];
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

const MOST_PATTERNS = 20;
const LONGEST_TEXT = 20_000;

const SCOPES = {
  task: 'for this task',
  repo_day: 'for this repository today',
  day: 'for all tasks today',
} as const;

function asked({ question, options }: Question, number: number | null): string {
  const text = escapeMarkdown(question);
  return [
    number === null ? text : `**${number}.** ${text}`,
    ...(options.length === 0 ? [] : ['', ...options.map(option)]),
  ].join('\n');
}

function option({ label, description }: Question['options'][number], index: number): string {
  const more = description.trim() === '' ? '' : `: ${escapeMarkdown(description, 500)}`;
  return `${index + 1}. **${escapeMarkdown(label, 200)}**${more}`;
}

function utc(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
