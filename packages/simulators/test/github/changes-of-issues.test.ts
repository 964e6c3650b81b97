import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GitHubSimulator } from '../../src/index.ts';
import { signAppJwt } from './app-jwt.ts';
import { ask, listOf, startInTemporary } from './start.ts';

const START = Date.parse('2026-01-02T03:04:05Z');
const REPO = 'acme/widget';
const token = 'alice-token';
let github: GitHubSimulator;
let stop: () => Promise<void>;
let now = START;

beforeEach(async () => {
  now = START;
  ({ github, stop } = await startInTemporary({ clock: () => now }));
  github.addUser({ login: 'alice', token });
  await github.addRepository({ owner: 'acme', name: 'widget', topics: ['tools'], files: { 'a.txt': 'a\n' } });
  github.addCollaborator({ repo: REPO, login: 'alice' });
  await github.commit({ repo: REPO, branch: 'work', files: { 'a.txt': 'b\n' }, message: 'Change a' });
});
afterEach(() => stop());

test('one request asks for what changed anywhere, and a 304 says that nothing did', async () => {
  await github.addRepository({ owner: 'acme', name: 'other' });
  github.fileIssue({ repo: 'acme/other', title: 'Not hers' });
  github.fileIssue({ repo: REPO, title: 'Old' });
  now += 60_000;
  const since = new Date(now).toISOString();
  github.fileIssue({ repo: REPO, title: 'New' });
  const query = `GET /issues?filter=all&state=all&sort=updated&direction=asc&since=${since}`;
  const first = await ask(github, query, { token });
  expect(first.body).toMatchObject([
    {
      title: 'New',
      repository: {
        full_name: REPO,
        topics: ['tools'],
        archived: false,
        permissions: { push: true, admin: false },
      },
    },
  ]);
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
  expect((await ask(github, query, { token, headers })).status).toBe(304);
  github.comment({ repo: REPO, number: 1, body: 'Hello' });
  const third = await ask(github, query, { token, headers });
  expect(listOf(third).map(({ title }) => title)).toEqual(['Old', 'New']);
});

test('an app has no account whose issues it could ask for', async () => {
  const app = github.addApp({ slug: 'robot', account: 'acme' });
  const seconds = now / 1000;
  const jwt = signAppJwt(app.id, app.privateKey ?? '', { iat: seconds, exp: seconds + 60 });
  const tokens = `POST /app/installations/${app.installationId}/access_tokens`;
  const { body } = await ask(github, tokens, { token: jwt });
  expect((await ask(github, 'GET /issues?filter=all', { token: Object(body).token })).status).toBe(403);
});

test('a pull request has one node id, an issue another', async () => {
  github.fileIssue({ repo: REPO, title: 'One' });
  await github.openPull({ repo: REPO, head: 'work', title: 'Two' });
  const [pull, issue] = listOf(await ask(github, `GET /repos/${REPO}/issues`, { token }));
  const alone = await ask(github, `GET /repos/${REPO}/pulls/2`, { token });
  expect(alone.body).toMatchObject({ node_id: pull?.['node_id'] });
  expect(issue?.['node_id']).not.toBe(pull?.['node_id']);
});

test('what people do to a pull request is a change of it; checks and its base are not', async () => {
  const { number } = await github.openPull({ repo: REPO, head: 'work', title: 'One' });
  const target = { repo: REPO, number };
  const changed = async (act: () => unknown): Promise<boolean> => {
    const before = github.issue(REPO, number)?.updatedAt;
    now += 1000;
    await act();
    return github.issue(REPO, number)?.updatedAt !== before;
  };
  const line = [{ path: 'a.txt', line: 1, body: 'Why?' }];
  expect({
    comment: await changed(() => github.comment({ ...target, body: 'Hi' })),
    label: await changed(() => github.changeLabels({ ...target, add: ['bug'] })),
    review: await changed(() =>
      github.review({ ...target, by: 'alice', state: 'COMMENTED', comments: line }),
    ),
    check: await changed(() =>
      github.addCheckRun({ repo: REPO, ref: 'work', name: 'test', conclusion: 'failure' }),
    ),
    base: await changed(() =>
      github.commit({ repo: REPO, branch: 'main', files: { 'c.txt': 'c' }, message: 'c' }),
    ),
    head: await changed(() =>
      github.commit({ repo: REPO, branch: 'work', files: { 'd.txt': 'd' }, message: 'd' }),
    ),
    close: await changed(() => github.setIssueState({ ...target, state: 'closed' })),
    reopen: await changed(() => github.setIssueState({ ...target, state: 'open' })),
    merge: await changed(() => github.mergePull(target)),
  }).toEqual({
    comment: true,
    label: true,
    review: true,
    check: false,
    base: false,
    head: true,
    close: true,
    reopen: true,
    merge: true,
  });
});
