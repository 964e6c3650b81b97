import type { QuestionView } from '@opencode-commander/control';
import { expect, it } from 'vitest';
import { formatQuestion } from '../../src/show/format-question.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const question: QuestionView = {
  number: 1,
  kind: 'question',
  summary: 'Which word? · Which colours?',
  asked_at: '2026-11-20T12:00:00.000Z',
  deadline: '2026-11-23T12:00:00.000Z',
  answer_at: 'https://github.com/acme/web/issues/12',
  questions: [
    { question: 'Which word?', options: ['hello', 'hi\u001b[2J'], multiple: false, custom: true },
    { question: 'Which colours?', options: [], multiple: true, custom: true },
  ],
};
const id = '12-a1b2c3';
const answer = [
  'answer at https://github.com/acme/web/issues/12 (gives up in 3 d)',
  'or with commander answer 12-a1b2c3 <number or words>',
];

it('shows one question with its options, as they are numbered on GitHub', () => {
  const one = { ...question, questions: question.questions.slice(0, 1) };
  expect(formatQuestion(one, { id, now })).toEqual(['Which word?', '  1. hello', '  2. hi[2J', ...answer]);
});

it('numbers several questions', () => {
  expect(formatQuestion(question, { id, now })).toEqual([
    '1. Which word?',
    '  1. hello',
    '  2. hi[2J',
    '2. Which colours?',
    ...answer,
  ]);
});

it('shows what else a task asks in a line', () => {
  const permission = {
    ...question,
    kind: 'permission' as const,
    summary: 'may it use bash: ls',
    questions: [],
  };
  expect(formatQuestion(permission, { id, now })).toEqual([
    'may it use bash: ls',
    answer[0],
    'or with commander answer 12-a1b2c3 approve (or deny)',
  ]);
});
