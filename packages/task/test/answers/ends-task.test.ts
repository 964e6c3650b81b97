import { expect, it } from 'vitest';
import { endsTask, type PendingQuestion, type Reply } from '../../src/index.ts';
import { aTask } from '../a-task.ts';

const at = '2026-01-01T00:00:00.000Z';
const asked = { number: 1, askedAt: at, deadline: at };
const QUESTIONS: Record<PendingQuestion['kind'], PendingQuestion> = {
  question: { ...asked, kind: 'question', requestId: 'q', questions: [] },
  permission: { ...asked, kind: 'permission', requestId: 'p', permission: 'bash', patterns: [] },
  budget: { ...asked, kind: 'budget', scope: 'task', spentUsd: 5, limitUsd: 5 },
  rounds: { ...asked, kind: 'rounds', rounds: 5 },
  edited: { ...asked, kind: 'edited', title: 'Say hello', body: 'Say bye.' },
};
const deny: Reply = { kind: 'deny' };

it.each([
  ['question', false],
  ['permission', false],
  ['budget', true],
  ['rounds', true],
  ['edited', false],
] as const)('a denied %s ends the task: %s', (kind, ends) => {
  expect(endsTask(aTask(), QUESTIONS[kind], deny)).toBe(ends);
});

it('ends a task of which nobody vouched for any text', () => {
  expect(endsTask(aTask({ body: '', bodyHash: '' }), QUESTIONS.edited, deny)).toBe(true);
});

it('ends no task by any other reply', () => {
  const replies: Reply[] = [
    { kind: 'approve' },
    { kind: 'continue', usd: 5 },
    { kind: 'answers', answers: [] },
  ];
  for (const question of Object.values(QUESTIONS))
    for (const reply of replies) expect(endsTask(aTask(), question, reply)).toBe(false);
});
