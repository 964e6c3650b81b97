import { expect, it } from 'vitest';
import { type Question, questionComment } from '../../src/index.ts';
import { aTask } from '../a-task.ts';

/** What GitHub takes, without the marker and what it adds itself. */
const MOST = 64_000;

const asked = { number: 1, askedAt: '2026-01-01T00:00:00.000Z', deadline: '2026-01-02T00:00:00.000Z' };
const comment = (questions: Question[]) =>
  questionComment(
    aTask({ status: 'waiting_human', question: { ...asked, kind: 'question', requestId: null, questions } }),
  );

it('asks as many long questions as there can be, with all their options, in one comment of a size that GitHub takes', () => {
  const long = (name: string) => `${name} ${'*@a'.repeat(1_000)}`;
  const options = Array.from({ length: 20 }, (_, i) => ({
    label: long(`Option ${i + 1}`),
    description: long('why'),
  }));
  const questions = Array.from({ length: 10 }, (_, i) => ({
    ...{ question: long(`Question ${i + 1}`), header: '', options, multiple: false, custom: true },
  }));

  const text = comment(questions);

  expect(text.length).toBeLessThanOrEqual(MOST);
  for (let i = 1; i <= 10; i += 1) expect(text).toContain(`**${i}.** Question ${i} `);
  expect(text.match(/^20\. \*\*Option 20 .+: why/gm)).toHaveLength(10);
  expect(text).toContain('all 10 in one comment');
  expect(text).toMatch(/<sub>Task .* waits until .*<\/sub>$/);
});

it('shortens nothing where there is room', () => {
  const options = [{ label: 'a'.repeat(200), description: 'b'.repeat(500) }];
  const text = comment([{ question: 'c'.repeat(2_000), header: '', options, multiple: false, custom: true }]);
  for (const whole of ['a'.repeat(200), 'b'.repeat(500), 'c'.repeat(2_000)]) expect(text).toContain(whole);
});

it.each(['permission', 'edited'] as const)('is of a size that GitHub takes where it asks for %s', (kind) => {
  const ticks = '`'.repeat(100_000);
  const patterns = Array(20).fill('`'.repeat(2_000));
  const about =
    kind === 'edited'
      ? { kind, title: ticks.slice(0, 256), body: ticks }
      : { kind, requestId: 'p1', permission: ticks.slice(0, 2_000), patterns };
  const text = questionComment(aTask({ question: { ...asked, ...about } }));
  expect(text.length).toBeLessThanOrEqual(MOST);
  expect(text).toMatch(/waits until/);
});
