import { expect, it } from 'vitest';
import { mentionedIssues } from '../src/index.ts';
import { aTask } from './a-task.ts';

it('finds its own issue and those of its repository that its texts mention, each once', () => {
  const body = [
    'Like #3, acme/web#4 and (ACME/Web#5); see https://github.com/acme/web/issues/6#issuecomment-1',
    'and https://github.com/acme/web/pull/7, again #3.',
  ].join('\n');
  expect(mentionedIssues(aTask({ title: 'Follow #2', body }))).toEqual([12, 2, 3, 4, 5, 6, 7]);
});

it.each([
  'other/web#3',
  'acme/other#3',
  'https://github.com/acme/other/issues/3',
  'https://github.evil/acme/web/issues/3',
  'a#3, /#3, #0, #x, #12345678901',
  '<!-- #3 -->',
  '',
])('does not find what is elsewhere, hidden or no issue: %s', (body) => {
  expect(mentionedIssues(aTask({ title: '', body }))).toEqual([12]);
});

it('knows the issue of a follow-up, its pull request, and what its review mentions', () => {
  const source = { ...aTask().source, kind: 'pull_request' as const, number: 13 };
  const comment = { id: 7, author: 'rita', path: 'a.ts', line: 3, hunk: '#99', body: 'As in #5.' };
  const review = {
    kind: 'review' as const,
    triggers: [],
    remarks: [{ author: 'rita', body: '#4' }],
    comments: [comment],
    reviewers: [],
  };
  expect(mentionedIssues(aTask({ source, followUp: review }))).toEqual([12, 13, 4, 5]);
  const command = { kind: 'command' as const, triggers: [], author: 'rita', text: 'See #6' };
  expect(mentionedIssues(aTask({ source, followUp: command }))).toEqual([12, 13, 6]);
});

it('has an end', () => {
  const body = Array.from({ length: 5_000 }, (_, i) => `#${i + 1}`).join(' ');
  expect(mentionedIssues(aTask({ body }))).toHaveLength(100);
});
