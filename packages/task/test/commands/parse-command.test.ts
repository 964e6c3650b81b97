import fc from 'fast-check';
import { expect, it } from 'vitest';
import { helpText, parseCommand } from '../../src/index.ts';

it.each([
  ['/commander help', { name: 'help', unknown: null }],
  ['/commander', { name: 'help', unknown: null }],
  ['  /Commander STATUS.', { name: 'status' }],
  ['Thanks!\r\n\r\n/commander retry please\r\n', { name: 'retry' }],
  ['/commander\u00A0stop', { name: 'stop' }],
  ['/commander approve\n/commander deny', { name: 'approve' }],
  ['/commander continue', { name: 'continue', usd: null }],
  ['/commander continue 5', { name: 'continue', usd: 5 }],
  ['/commander continue $2.50', { name: 'continue', usd: 2.5 }],
  ['/commander continue 5 dollars', { name: 'continue', usd: 5 }],
  ['/commander priority High', { name: 'priority', priority: 'high' }],
  ['/commander model anthropic/claude-sonnet-4-5', { name: 'model', model: 'anthropic/claude-sonnet-4-5' }],
  ['/commander fix', { name: 'fix', text: '' }],
  ['/commander fix the names\nand the docs', { name: 'fix', text: 'the names\nand the docs' }],
  ['/commander also add a test 🎉', { name: 'do', text: 'also add a test 🎉' }],
  ['/commander stop using tabs', { name: 'do', text: 'stop using tabs' }],
  ['/commander continue 0', { name: 'help', unknown: 'continue 0' }],
  ['/commander continue -3', { name: 'help', unknown: 'continue -3' }],
  ['/commander continue 99999', { name: 'help', unknown: 'continue 99999' }],
  ['/commander priority urgent', { name: 'help', unknown: 'priority urgent' }],
  ['/commander refactor', { name: 'help', unknown: 'refactor' }],
  ['/commander 🎉 🎉', { name: 'help', unknown: '🎉 🎉' }],
])('reads %j on a pull request', (body, command) => {
  expect(parseCommand(body, 'pull_request')).toEqual(command);
});

it.each([
  'I like /commander stop',
  '> /commander stop',
  '```\n/commander stop\n```',
  '~~~~\n```\n/commander stop\n~~~\n/commander stop',
  '    /commander stop',
  '<!-- \n/commander stop\n-->',
  '/commanderstop',
  '/command stop',
  '👍👍👍',
  '',
])('hears no command in %j', (body) => {
  expect(parseCommand(body, 'pull_request')).toBeNull();
});

it('takes free words for work on pull requests only', () => {
  expect(parseCommand('/commander also add a test', 'issue')).toEqual({
    name: 'help',
    unknown: 'also add a test',
  });
});

it('reads the longest comment GitHub takes in no time', () => {
  const started = performance.now();
  for (const part of ['`', '```\n', '> ', '/commander ', ' ', '<!--', '🎉', '\n'])
    parseCommand(part.repeat(65_536 / part.length), 'pull_request');
  expect(parseCommand(`${'x '.repeat(32_000)}\n/commander stop`, 'issue')).toEqual({ name: 'stop' });
  expect(performance.now() - started).toBeLessThan(2_000);
});

it('reads anything without fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('issue', 'pull_request'), (text, on) => {
      expect(parseCommand(`/commander ${text}`, on)).not.toBeUndefined();
    }),
  );
});

it('suggests what was meant', () => {
  expect(helpText('issue', 'stauts')).toContain('Did you mean `/commander status`?');
  expect(helpText('issue', 'refactor everything')).not.toContain('Did you mean');
  expect(helpText('issue')).not.toContain('/commander fix');
  expect(helpText('pull_request', '`@all` <b>')).toContain("`/commander '@all' <b>`");
});
