import type { PendingQuestion, Question } from '../question.ts';

/** How to answer a question in a comment, in Markdown. */
export function howToAnswer(question: PendingQuestion): string {
  switch (question.kind) {
    case 'question':
      return howToReply(question.questions);
    case 'permission':
      return 'Comment `/commander approve` to allow it, or `/commander deny` to refuse it.';
    case 'budget':
      return 'Comment `/commander continue 5` to add five dollars, or any other amount; `/commander deny` ends the task.';
    case 'rounds':
      return 'Comment `/commander continue` for another round, or `/commander deny` to leave it at that.';
    case 'edited':
      return 'Comment `/commander approve` to take the new text, or `/commander deny` to refuse it: the agent goes on with the one that was accepted, or leaves the issue alone if none was.';
  }
}

function howToReply(questions: readonly Question[]): string {
  const [first] = questions;
  if (questions.length !== 1 || first === undefined)
    return `Reply with one line per question, all ${questions.length} in one comment:\n\n${questions
      .map((each, i) => `> ${i + 1}: ${example(each)}`)
      .join('\n')}\n\n${howMuch(questions)}`;
  if (first.options.length === 0) return 'Reply in your own words.';
  return `Reply with the number of an option or its words. ${howMuch(questions)}`.trim();
}

function example({ options, multiple }: Question): string {
  if (options.length === 0) return 'your words';
  return multiple && options.length > 1 ? '1, 2' : '1';
}

function howMuch(questions: readonly Question[]): string {
  const several = questions.some(({ multiple }) => multiple);
  const own = questions.some(({ custom, options }) => custom && options.length > 0);
  return [
    ...(several ? ['Several numbers, such as `1, 2`, where more than one may be chosen.'] : []),
    ...(own ? ['An answer in your own words will do as well.'] : []),
  ].join(' ');
}
