import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  failureComment,
  pullRequestBody,
  pullRequestTitle,
  resultComment,
  STATUSES,
  statusComment,
} from '../../src/index.ts';
import { aTask } from '../a-task.ts';

it('says where a queued task stands', () => {
  expect(statusComment(aTask(), { position: 3 })).toBe(
    '**Queued, position 3**\n\nTask `12-a1b2c3` · medium priority',
  );
});

it('says something of every status', () => {
  const first = STATUSES.map((status) => statusComment(aTask({ status }), { position: null }).split('\n')[0]);
  expect(new Set(first).size).toBe(STATUSES.length);
});

it('says what an ended task took', () => {
  const task = aTask({
    status: 'completed',
    prUrl: 'https://github.com/acme/web/pull/13',
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-04T00:00:00.000Z',
    workedMs: 65_000,
    usage: { inputTokens: 12_000, outputTokens: 345, costUsd: 0.123 },
  });
  expect(statusComment(task, { position: null })).toContain('Took 1 min 5 s · 12,345 tokens · $0.12');
});

it('says why a task failed, in one line, with the last lines folded away', () => {
  const failure = { kind: 'no_work' as const, message: 'the agent\nstopped *early*' };
  const comment = failureComment(aTask({ status: 'failed', failure }), ['```', 'bye']);
  expect(comment).toBe(
    '**The agent could not finish this** (`no_work`): the agent stopped \\*early\\*\n\n' +
      '<details><summary>Last lines</summary>\n\n````text\n```\nbye\n````\n\n</details>',
  );
});

it('closes its own issue and no other, and notifies nobody, in whatever spelling', () => {
  const wrote = [
    'Hi @root, fixes #1, closes acme/api#2, closes [#3](x), closes **#4**, Closes&#32;#5, Closes &#54;7, &#64;octocat',
    'Resolves: https://github.com/a/b/issues/3 and GH-12, <a>Closes</a> #8, &commat;octocat',
  ].join('\n');
  const body = pullRequestBody(aTask(), wrote);
  const [theirs, ours] = body.split('\n\nCloses ');
  expect(theirs).not.toMatch(/#\d|@\w|issues\/\d|GH-\d|&#?\w+;/);
  expect(ours).toMatch(/^#12\n/);
});

it('closes its issue whatever the agent left open, and however much it wrote', () => {
  for (const [open, closed] of [
    ['```ts\nconst a = 1;', '```ts\nconst a = 1;\n```'],
    ['~~~~\n```\n~~~', '~~~~\n```\n~~~\n~~~~'],
    ['```\na\n```', '```\na\n```'],
  ] as const)
    expect(pullRequestBody(aTask(), open).startsWith(`${closed}\n\nCloses #12\n`)).toBe(true);
  const long = pullRequestBody(aTask(), `\`\`\`\n${'@a'.repeat(30_000)}`);
  expect(long).toContain('\n```\n\nCloses #12\n');
  expect(long.length).toBeLessThan(64_000);
});

it('makes a title of any words', () => {
  expect(pullRequestTitle('Fixes #99\n<!-- x --> @all  \u001b[31mnow')).toBe(
    'Fixes #\u206099 @\u2060all [31mnow',
  );
  expect(pullRequestTitle('Resolve GH-12')).toBe('Resolve GH-\u206012');
  expect(pullRequestTitle(' \u200B')).toBe('Changes by an agent');
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 999 }),
      fc.constantFrom('', '#1', '😀'),
      (text, often) => {
        const title = pullRequestTitle(text + often.repeat(300));
        expect(title.length).toBeLessThanOrEqual(256);
        expect(Buffer.from(title).toString()).toBe(title);
      },
    ),
  );
});

it('lets no agent text break out of a comment', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const comment = resultComment(
        aTask({ prUrl: 'https://x.example/1' }),
        `${text}<!-- commander --> @all`,
      );
      expect(comment).not.toMatch(/(?<!\\)(?:\\\\)*<!--/);
      expect(comment).not.toContain('@all');
      expect(comment.split('\n\n')).toHaveLength(2);
    }),
  );
});
