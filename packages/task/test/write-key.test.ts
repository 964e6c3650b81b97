import { expect, test } from 'vitest';
import { describeWrite, type GitHubWrite, isOutdatedWrite, writeKey } from '../src/index.ts';

const at = { repo: 'Acme/we.b', number: 12 };
const taskId = '12-a1b2c3';
const comment = { kind: 'comment', taskId, epoch: 2, operation: 'result', body: 'Done.' } as const;
const reply = { kind: 'review_reply', at, taskId, epoch: 2, commentId: 7, body: 'Done.' } as const;
const labels = { kind: 'labels', at, add: ['priority/high'], remove: ['priority/low'] } as const;
const reaction = { kind: 'reaction', at, to: 'issue_comment', commentId: 7, content: '+1' } as const;
const branch = { kind: 'delete_branch', repo: at.repo, branch: `agent/${taskId}`, sha: 'abc' } as const;
const request = { kind: 'review_request', at, reviewers: ['ann', 'bob'] } as const;
const keyOf = (write: object) => writeKey(write as GitHubWrite);

test('a key says what a write is, and is fit to be the id of a job', () => {
  const writes = [
    { kind: 'status', taskId },
    comment,
    { ...comment, at },
    reply,
    labels,
    reaction,
    branch,
    request,
  ];
  const keys = writes.map(keyOf);
  expect(keys).toEqual([
    'status-12-a1b2c3',
    'comment-12-a1b2c3-result',
    'comment-12-a1b2c3-result-acme.we.b.12',
    'review_reply-acme.we.b.12-12-a1b2c3-7',
    expect.stringMatching(/^labels-acme\.we\.b\.12-[0-9a-f]{12}$/),
    'reaction-acme.we.b.12-issue_comment-7-+1',
    expect.stringMatching(/^delete_branch-acme\.we\.b-[0-9a-f]{12}$/),
    expect.stringMatching(/^review_request-acme\.we\.b\.12-[0-9a-f]{12}$/),
  ]);
  for (const key of keys) expect(key).not.toMatch(/:|^\d+$/);
});

test.each<[string, object, object]>([
  ['another text and a later epoch', comment, { ...comment, epoch: 3, body: 'Done again.' }],
  ['another text of an answer', reply, { ...reply, epoch: 3, body: 'No.' }],
  ['the same labels the other way round', labels, { ...labels, add: labels.remove, remove: labels.add }],
  ['the same people in another order', request, { ...request, reviewers: ['bob', 'ann', 'bob'] }],
  ['the repository in other letters', reaction, { ...reaction, at: { ...at, repo: 'acme/WE.B' } }],
])('%s is the same write', (_what, one, other) => {
  expect(keyOf(one)).toBe(keyOf(other));
});

test.each<[string, object, object]>([
  ['another operation', comment, { ...comment, operation: 'failure_2' }],
  ['another task', comment, { ...comment, taskId: '12-a1b2c4' }],
  ['another thread', { ...comment, at }, { ...comment, at: { ...at, number: 13 } }],
  ['another remark', reply, { ...reply, commentId: 8 }],
  ['other labels', labels, { ...labels, add: ['bug'] }],
  ['another reaction', reaction, { ...reaction, content: 'eyes' }],
  ['another kind of comment', reaction, { ...reaction, to: 'review_comment' }],
  ['another commit', branch, { ...branch, sha: 'abd' }],
  ['other people', request, { ...request, reviewers: ['ann'] }],
])('%s is another write', (_what, one, other) => {
  expect(keyOf(one)).not.toBe(keyOf(other));
});

test('a write is described in a few words', () => {
  const writes: GitHubWrite[] = [{ kind: 'status', taskId }, comment, reply, reaction, branch];
  expect(writes.map(describeWrite)).toEqual([
    'status',
    'comment result',
    'answer to a remark',
    'reaction +1',
    'deletion of agent/12-a1b2c3',
  ]);
  expect(describeWrite({ kind: 'labels', at, add: ['a', 'b'], remove: ['c'] })).toBe('labels +a +b');
  expect(describeWrite({ kind: 'review_request', at, reviewers: ['ann'] })).toBe('review by ann');
});

test.each<[string, object, number | null, boolean]>([
  ['the word of the run that has the task', comment, 2, false],
  ['the word of a run that lost it', comment, 3, true],
  ['an answer of a run that lost it', reply, 3, true],
  ['the word of a run whose record is gone', comment, null, false],
  ['the word of a run that the record does not know yet', comment, 1, false],
  ["nobody's word, such as a refusal", { ...comment, epoch: 0 }, 3, false],
  ['a warning about money', { ...comment, operation: 'budget_warning_1' }, 3, false],
  ['the status', { kind: 'status', taskId }, 3, false],
  ['a reaction', reaction, 3, false],
])('%s', (_what, write, epoch, outdated) => {
  expect(isOutdatedWrite(write as GitHubWrite, epoch === null ? null : { epoch })).toBe(outdated);
});
