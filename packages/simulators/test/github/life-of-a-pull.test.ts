import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GitHubSimulator } from '../../src/index.ts';
import { ask, startInTemporary } from './start.ts';

const REPO = 'acme/widget';
const token = 'alice-token';
let github: GitHubSimulator;
let stop: () => Promise<void>;
let target: { repo: string; number: number };

beforeEach(async () => {
  ({ github, stop } = await startInTemporary());
  github.addUser({ login: 'alice', token });
  await github.addRepository({ owner: 'acme', name: 'widget', files: { 'a.txt': 'a\n' } });
  for (const login of ['alice', 'bob']) github.addCollaborator({ repo: REPO, login });
  await github.commit({ repo: REPO, branch: 'work', files: { 'a.txt': 'b\n' }, message: 'Change a' });
  const { number } = await github.openPull({ repo: REPO, head: 'work', title: 'Work', by: 'alice' });
  target = { repo: REPO, number };
});
afterEach(() => stop());

const pull = () => github.pulls(REPO)[0];

test('a review with a thread: replies, reactions, another look, dismissal', async () => {
  const comments = [{ path: 'a.txt', line: 1, body: 'Why?' }];
  const { id: review } = await github.review({ ...target, by: 'bob', state: 'CHANGES_REQUESTED', comments });
  const [asked] = github.reviewComments(REPO, target.number);
  const comment = asked?.id ?? 0;
  github.replyToReview({ ...target, by: 'alice', comment, body: 'Because' });
  github.react({ ...target, comment, by: 'alice', content: 'eyes' });
  expect(github.reactions({ ...target, comment })).toEqual([{ by: 'alice', content: 'eyes' }]);
  expect(github.reviewComments(REPO, target.number)).toMatchObject([
    { author: 'bob', path: 'a.txt', line: 1, review, inReplyTo: null },
    { author: 'alice', body: 'Because', inReplyTo: comment },
  ]);
  github.editReviewComment({ ...target, by: 'bob', comment, body: 'Why so?' });
  github.requestReviewers({ ...target, by: 'alice', reviewers: ['bob', 'carol'] });
  github.removeReviewers({ ...target, reviewers: ['carol'] });
  expect(pull()?.requestedReviewers).toEqual(['bob']);
  github.dismissReview({ ...target, review });
  expect(pull()?.reviews[0]?.state).toBe('DISMISSED');
  github.deleteReviewComment({ ...target, comment });
  expect(github.reviewComments(REPO, target.number)).toHaveLength(1);
});

test('a comment on a line that a push took away is outdated', async () => {
  const comments = [{ path: 'a.txt', line: 1, body: 'Why?' }];
  await github.review({ ...target, by: 'bob', state: 'COMMENTED', comments });
  const seen = async () =>
    (await ask(github, `GET /repos/${REPO}/pulls/${target.number}/comments`, { token })).body;
  await github.commit({ repo: REPO, branch: 'work', files: { 'b.txt': 'b\n' }, message: 'Elsewhere' });
  expect(await seen()).toMatchObject([{ line: 1, position: 1, commit_id: pull()?.headSha }]);
  await github.forcePush({ repo: REPO, branch: 'work', files: { 'a.txt': 'c\n' }, message: 'Anew' });
  expect(await seen()).toMatchObject([{ line: null, position: null, original_line: 1 }]);
});

test('force-pushes move it, and its branch takes it along', async () => {
  const before = pull()?.headSha;
  const sha = await github.forcePush({
    repo: REPO,
    branch: 'work',
    files: { 'c.txt': 'c\n' },
    message: 'Anew',
  });
  expect([pull()?.headSha, sha === before]).toEqual([sha, false]);
  const mergeable = async () => {
    const answer = () => ask(github, `GET /repos/${REPO}/pulls/${target.number}`, { token });
    const [first, second] = [await answer(), await answer()];
    return [Object(first.body).mergeable, Object(second.body).mergeable];
  };
  expect(await mergeable()).toEqual([null, true]);
  await github.forcePush({
    repo: REPO,
    branch: 'main',
    from: null,
    files: { 'c.txt': 'other\n' },
    message: 'New',
  });
  expect(await mergeable()).toEqual([null, false]);
  await github.deleteBranch({ repo: REPO, branch: 'work' });
  expect(pull()).toMatchObject({ state: 'closed', merged: false });
  expect(Object.keys(await github.branches(REPO))).toEqual(['main']);
});

test('a check fails, is run again as the test decides, and passes', async () => {
  github.onRerun(({ attempt }) => (attempt === 2 ? 'fail' : 'pass'));
  const annotations = [{ path: 'a.txt', line: 1, message: 'Wrong' }];
  github.startCheck({ ...target, name: 'test' });
  const { id } = github.failCheck({ ...target, name: 'test', log: 'Boom\n', annotations });
  const rerun = (job: number) => ask(github, `POST /repos/${REPO}/actions/jobs/${job}/rerun`, { token });
  expect((await rerun(id)).status).toBe(201);
  const again = github.checks(REPO, target.number).at(-1);
  const answer = await ask(github, `GET /repos/${REPO}/check-runs/${again?.id}/annotations`, { token });
  expect([again?.conclusion, answer.body]).toMatchObject(['failure', [{ message: 'Wrong' }]]);
  await rerun(again?.id ?? 0);
  expect(github.checks(REPO, target.number).map(({ conclusion }) => conclusion)).toEqual([
    'failure',
    'failure',
    'success',
  ]);
  const runs = await ask(github, `GET /repos/${REPO}/commits/work/check-runs`, { token });
  expect(runs.body).toMatchObject({ total_count: 1, check_runs: [{ app: { slug: 'github-actions' } }] });
});

test('comments are changed and taken back by people', () => {
  const { id } = github.comment({ ...target, by: 'bob', body: 'First' });
  github.editComment({ ...target, by: 'bob', comment: id, body: 'Second' });
  expect(github.comments(REPO, target.number)).toMatchObject([{ id, body: 'Second' }]);
  github.deleteComment({ ...target, by: 'bob', comment: id });
  expect(github.comments(REPO, target.number)).toEqual([]);
  github.label({ ...target, name: 'agent' });
  github.unlabel({ ...target, name: 'agent' });
  github.editIssue({ ...target, title: 'Better', body: 'Text' });
  expect(github.issue(REPO, target.number)).toMatchObject({ title: 'Better', body: 'Text', labels: [] });
});
