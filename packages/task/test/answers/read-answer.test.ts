import { expect, it } from 'vitest';
import { type PendingQuestion, type Question, questionComment, readAnswer } from '../../src/index.ts';
import { aTask } from '../a-task.ts';

const common = { number: 2, askedAt: '2026-01-01T00:00:00.000Z', deadline: '2026-01-04T00:00:00.000Z' };

function ask(...questions: Partial<Question>[]): PendingQuestion {
  const options = ['PostgreSQL', 'SQLite (recommended)', 'None'].map((label) => ({
    label,
    description: 'x',
  }));
  const all = questions.map((each) => ({
    question: 'Which database?',
    header: 'db',
    options,
    multiple: false,
    custom: false,
    ...each,
  }));
  return { ...common, kind: 'question', requestId: 'r', questions: all };
}

const free = { options: [], custom: true };

it.each<[string, PendingQuestion, string[][]]>([
  ['2', ask({}), [['SQLite (recommended)']]],
  ['2.', ask({}), [['SQLite (recommended)']]],
  ['1: 2', ask({}), [['SQLite (recommended)']]],
  ['option 3 please', ask({ custom: true }), [['None']]],
  ["Let's go with option 2", ask({}), [['SQLite (recommended)']]],
  ['Option 3', ask({}), [['None']]],
  ['b', ask({}), [['SQLite (recommended)']]],
  ['2️⃣', ask({}), [['SQLite (recommended)']]],
  ['２', ask({}), [['SQLite (recommended)']]],
  ['**postgresql**!', ask({}), [['PostgreSQL']]],
  ["Let's use SQLite, please", ask({}), [['SQLite (recommended)']]],
  ['> Which database?\r\n> 1. PostgreSQL\r\n\r\n3\r\n', ask({}), [['None']]],
  ['1, 3', ask({ multiple: true }), [['PostgreSQL', 'None']]],
  ['1 and 2', ask({ multiple: true }), [['PostgreSQL', 'SQLite (recommended)']]],
  ['- PostgreSQL\n- None', ask({ multiple: true }), [['PostgreSQL', 'None']]],
  ['Not PostgreSQL!', ask({ custom: true }), [['Not PostgreSQL!']]],
  ['7', ask(free), [['7']]],
  [
    '1: 2\n2. b\n3) 1, 3',
    ask({}, {}, { multiple: true }),
    [['SQLite (recommended)'], ['SQLite (recommended)'], ['PostgreSQL', 'None']],
  ],
  ['1\n2', ask({}, {}), [['PostgreSQL'], ['SQLite (recommended)']]],
  ['1: 1\n2: call it foo\nor bar', ask({}, free), [['PostgreSQL'], ['call it foo\nor bar']]],
])('takes %j', (text, question, answers) => {
  expect(readAnswer(question, text)).toEqual({ status: 'answered', reply: { kind: 'answers', answers } });
});

it.each<[string, PendingQuestion]>([
  ['👍', ask({ custom: true })],
  [':+1: 🎉', ask({ custom: true })],
  ['', ask({ custom: true })],
  ['> 2', ask({ custom: true })],
  ['4', ask({ custom: true })],
  ['0', ask({})],
  ['1, 2', ask({})],
  ['Not PostgreSQL!', ask({})],
  ['1', ask({}, {})],
  ['1: 1', ask({}, {})],
  ['1: 1\n1: 2', ask({}, {})],
  ['1: 1\n3: 2', ask({}, {})],
  ['/commander approve', ask({ custom: true })],
])('cannot tell what %j answers, and helps', (text, question) => {
  const read = readAnswer(question, text);
  expect(read).toMatchObject({ status: 'unclear', help: expect.stringContaining('Reply') });
});

const permission: PendingQuestion = {
  ...common,
  kind: 'permission',
  requestId: 'r',
  permission: 'bash',
  patterns: ['rm `x`'],
};
const budget: PendingQuestion = { ...common, kind: 'budget', scope: 'task', spentUsd: 5, limitUsd: 5 };
const rounds: PendingQuestion = { ...common, kind: 'rounds', rounds: 5 };
const edited: PendingQuestion = { ...common, kind: 'edited', title: 'New', body: '```\n@all' };

it.each<[string, PendingQuestion, object | null]>([
  ['/commander approve', permission, { kind: 'approve' }],
  ['/commander deny', permission, { kind: 'deny' }],
  ['yes', permission, null],
  ['/commander continue', permission, null],
  ['/commander continue 5', budget, { kind: 'continue', usd: 5 }],
  ['/commander continue', budget, null],
  ['/commander deny', budget, { kind: 'deny' }],
  ['/commander continue', rounds, { kind: 'continue', usd: null }],
  ['/commander approve', edited, { kind: 'approve' }],
  ['/commander deny', edited, { kind: 'deny' }],
])('takes %j for what it decides', (text, question, reply) => {
  expect(readAnswer(question, text)).toMatchObject(reply === null ? { status: 'unclear' } : { reply });
});

it('asks in a way that can be answered', () => {
  const comment = questionComment(aTask({ question: ask({ question: 'Which *one*, @all?' }, free) }));
  expect(comment).toContain(
    '**1.** Which \\*one\\*, @\u2060all?\n\n1. **PostgreSQL**: x\n2. **SQLite (recommended)**: x',
  );
  expect(comment).toContain('> 1: 1\n> 2: your words');
  expect(comment).toContain('waits until 2026-01-04 00:00 UTC');
  for (const question of [permission, budget, rounds, edited])
    expect(questionComment(aTask({ question }))).toContain('/commander ');
  expect(questionComment(aTask({ question: edited }))).toContain('````text\nNew\n\n```\n@all\n````');
  expect(questionComment(aTask())).toBe('');
});

it('reads the longest answers in no time', () => {
  const started = performance.now();
  for (const part of ['1, ', '1: ', '1\n', 'a', '🎉', ' and ', '`', '- x\n', 'let s '])
    for (const question of [ask({ multiple: true, custom: true }), ask({}, {})])
      readAnswer(question, part.repeat(65_536 / part.length));
  expect(performance.now() - started).toBeLessThan(3_000);
});
