import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GitHubSimulator, secondaryRateLimit } from '../../src/index.ts';
import { ask, listOf, startInTemporary } from './start.ts';

const token = 'alice-token';
let github: GitHubSimulator;
let stop: () => Promise<void>;
let now = Date.parse('2026-01-02T03:04:05Z');

beforeEach(async () => {
  now = Date.parse('2026-01-02T03:04:05Z');
  ({ github, stop } = await startInTemporary({ clock: () => now }));
  github.addUser({ login: 'alice', token });
  await github.addRepository({ owner: 'acme', name: 'widget' });
  github.addCollaborator({ repo: 'acme/widget', login: 'alice' });
});
afterEach(() => stop());

test('Octokit pages through everything, and Link names the neighbours', async () => {
  for (let i = 1; i <= 7; i += 1) github.fileIssue({ repo: 'acme/widget', title: `Issue ${i}` });
  const octokit = new Octokit({ baseUrl: github.apiUrl, auth: token });
  const found = await octokit.paginate(octokit.rest.issues.listForRepo, {
    owner: 'acme',
    repo: 'widget',
    per_page: 3,
  });
  expect(found.map((issue) => issue.number)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(github.requests.map(({ query }) => query['page'] ?? '1')).toEqual(['1', '2', '3']);
  const { headers } = await ask(github, 'GET /repos/acme/widget/issues?per_page=3&page=2', { token });
  const address = `${github.apiUrl}/repos/acme/widget/issues?per_page=3&page=`;
  expect(headers.get('link')).toBe(
    `<${address}1>; rel="prev", <${address}3>; rel="next", <${address}3>; rel="last", <${address}1>; rel="first"`,
  );
});

test('a known ETag gets a 304 that costs nothing, until the answer changes', async () => {
  const issues = 'GET /repos/acme/widget/issues';
  const first = await ask(github, issues, { token });
  const known = { 'if-none-match': first.headers.get('etag') ?? '' };
  const second = await ask(github, issues, { token, headers: known });
  expect([first.headers.get('etag'), second.status, second.body]).toEqual([
    expect.stringMatching(/^W\/"/),
    304,
    null,
  ]);
  expect(second.headers.get('x-ratelimit-used')).toBe(first.headers.get('x-ratelimit-used'));
  github.fileIssue({ repo: 'acme/widget', title: 'New' });
  expect((await ask(github, issues, { token, headers: known })).status).toBe(200);
});

test('an exhausted limit is refused in the real words until the window ends', async () => {
  github.setRateLimit({ core: 2 });
  await ask(github, 'GET /user', { token });
  expect((await ask(github, 'GET /user', { token })).headers.get('x-ratelimit-remaining')).toBe('0');
  const refused = await ask(github, 'GET /user', { token });
  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({
    message: expect.stringMatching(/^API rate limit exceeded for user ID \d+\.$/),
  });
  expect(refused.headers.get('x-ratelimit-reset')).toBe(String(now / 1000 + 3600));
  expect((await ask(github, 'GET /rate_limit', { token })).body).toMatchObject({
    rate: { remaining: 0, limit: 2 },
  });
  now += 3_600_000;
  expect((await ask(github, 'GET /user', { token })).status).toBe(200);
});

test('search has a limit of its own', async () => {
  const { headers } = await ask(github, 'GET /search/repositories?q=widget', { token });
  expect(headers.get('x-ratelimit-resource')).toBe('search');
  expect(headers.get('x-ratelimit-limit')).toBe('30');
});

test('a fault answers instead, as often as it was told to', async () => {
  github.fault({ method: 'GET', route: '/repos/{owner}/{repo}/issues', status: 502, times: 2 });
  const ask1 = () => ask(github, 'GET /repos/acme/widget/issues', { token });
  expect([(await ask1()).status, (await ask1()).status, (await ask1()).status]).toEqual([502, 502, 200]);
});

test('a fault can be for one address, and be taken back', async () => {
  const takeBack = github.fault({
    route: '/repos/acme/widget/labels',
    ...secondaryRateLimit(7, 429),
    times: Infinity,
  });
  const refused = await ask(github, 'GET /repos/acme/widget/labels', { token });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
  takeBack();
  expect((await ask(github, 'GET /repos/acme/widget/labels', { token })).status).toBe(200);
});

test('a dropped reply leaves the comment made; a dropped request does not', async () => {
  github.fileIssue({ repo: 'acme/widget', title: 'One' });
  const route = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
  const send = (body: string) =>
    ask(github, 'POST /repos/acme/widget/issues/1/comments', { token, body: { body } });
  github.fault({ method: 'POST', route, dropReplyAfterApplying: true });
  await expect(send('heard')).rejects.toThrow('fetch failed');
  github.fault({ method: 'POST', route, dropBeforeApplying: true });
  await expect(send('lost')).rejects.toThrow('fetch failed');
  expect(github.comments('acme/widget', 1).map(({ body }) => body)).toEqual(['heard']);
  expect(github.requests.map(({ status }) => status)).toEqual([null, null]);
});

test('a delay holds the request back, and stopping the simulator does not wait for it', async () => {
  github.fault({ route: '/user', delayMs: 60_000 });
  const pending = ask(github, 'GET /user', { token });
  const refused = expect(pending).rejects.toThrow();
  await expect.poll(() => github.requests.length).toBe(1);
  await github.stop();
  await refused;
});

test('changes can be awaited', async () => {
  const heard: unknown[] = [];
  const off = github.on('change', (change) => heard.push(change));
  const waiting = github.until(
    () => github.issue('acme/widget', 1)?.labels.includes('agent'),
    AbortSignal.timeout(5000),
  );
  github.fileIssue({ repo: 'acme/widget', title: 'One' });
  github.changeLabels({ repo: 'acme/widget', number: 1, add: ['agent'] });
  expect(await waiting).toBe(true);
  off();
  github.comment({ repo: 'acme/widget', number: 1, body: 'Unheard' });
  expect(heard).toContainEqual({ kind: 'issue', repo: 'acme/widget', number: 1 });
  expect(heard).not.toContainEqual({ kind: 'comment', repo: 'acme/widget', number: 1 });
  await expect(github.until(() => false, AbortSignal.timeout(20))).rejects.toThrow();
});

test('every answer has a number, a media type, and the log knows who asked', async () => {
  const { headers } = await ask(github, 'GET /repos/acme/widget/issues?state=all', { token });
  expect(headers.get('x-github-request-id')).toBe('SIM:00000001');
  expect(headers.get('x-github-media-type')).toBe('github.v3; format=json');
  const since = github.requestCounter();
  await ask(github, 'GET /user', { token });
  expect([since().map(({ path }) => path), since()]).toEqual([['/user'], []]);
  expect(github.requests.slice(0, 1)).toMatchObject([
    {
      sequence: 1,
      route: '/repos/{owner}/{repo}/issues',
      path: '/repos/acme/widget/issues',
      query: { state: 'all' },
      login: 'alice',
      status: 200,
    },
  ]);
});

test('what is not JSON, or not there, is refused', async () => {
  const response = await fetch(`${github.apiUrl}/repos/acme/widget/issues`, {
    method: 'POST',
    headers: { authorization: `token ${token}` },
    body: '{"title":',
  });
  expect([response.status, await response.json()]).toMatchObject([400, { message: 'Problems parsing JSON' }]);
  expect((await ask(github, 'GET /nothing/here', { token })).status).toBe(404);
});

test('issues can be had by label, by time, by author and over all repositories', async () => {
  await github.addRepository({ owner: 'acme', name: 'gadget' });
  github.addCollaborator({ repo: 'acme/gadget', login: 'alice' });
  github.fileIssue({ repo: 'acme/widget', title: 'Old', labels: ['agent', 'bug'], author: 'alice' });
  now += 60_000;
  github.fileIssue({ repo: 'acme/gadget', title: 'New', labels: ['Agent'] });
  const titles = async (query: string) =>
    listOf(await ask(github, `GET ${query}`, { token })).map(({ title }) => title);
  expect(await titles('/issues?filter=all&labels=agent')).toEqual(['New', 'Old']);
  expect(await titles('/issues?filter=all&since=2026-01-02T03:05:00Z')).toEqual(['New']);
  expect(await titles('/issues?filter=created')).toEqual(['Old']);
  expect(await titles('/issues')).toEqual([]);
  expect(await titles('/repos/acme/widget/issues?labels=agent,bug')).toEqual(['Old']);
  expect(await titles('/repos/acme/widget/issues?labels=agent,wontfix')).toEqual([]);
});

test('what happened to an issue says who did it', async () => {
  github.fileIssue({ repo: 'acme/widget', title: 'One' });
  await ask(github, 'POST /repos/acme/widget/issues/1/labels', { token, body: { labels: ['agent'] } });
  await ask(github, 'DELETE /repos/acme/widget/issues/1/labels/agent', { token });
  github.comment({ repo: 'acme/widget', number: 1, body: 'Hm' });
  await ask(github, 'PATCH /repos/acme/widget/issues/1', { token, body: { state: 'closed' } });
  const timeline = listOf(await ask(github, 'GET /repos/acme/widget/issues/1/timeline', { token }));
  expect(timeline).toMatchObject([
    { event: 'labeled', actor: { login: 'alice' }, label: { name: 'agent', color: 'ededed' } },
    { event: 'unlabeled', actor: { login: 'alice' } },
    { event: 'commented', actor: { login: 'acme' }, body: 'Hm' },
    { event: 'closed', actor: { login: 'alice' } },
  ]);
});
