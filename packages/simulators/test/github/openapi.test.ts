import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRateLimits } from '../../src/github/http/rate-limits.ts';
import { allRoutes } from '../../src/github/routes/all-routes.ts';
import type { GitHubSimulator } from '../../src/index.ts';
import { signAppJwt } from './app-jwt.ts';
import { objections } from './openapi.ts';
import { ask, idOf, listOf, startInTemporary } from './start.ts';

type Request = {
  operation: string;
  status: number;
  /** Values for the operation's `{parameters}` beyond owner and repo. */
  with?: Record<string, string | number>;
  query?: string;
  body?: unknown;
  redirect?: 'manual';
  as?: 'app' | 'installation' | 'bob' | 'nobody';
};

const ids = { app: 0, installation: 0, repo: 0, head: '', root: '' };
const tokens: Record<string, string> = { alice: 'alice-token', bob: 'bob-token' };
const tested = new Set<string>();
let github: GitHubSimulator;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ github, stop } = await startInTemporary());
  github.addUser({ login: 'alice', token: 'alice-token' });
  github.addUser({ login: 'bob', token: 'bob-token' });
  const files = { 'README.md': '# Widget\n', 'src/a.ts': 'export const a = 1;\n' };
  const repository = await github.addRepository({ owner: 'acme', name: 'widget', topics: ['tools'], files });
  await github.addRepository({ owner: 'acme', name: 'empty' });
  github.addCollaborator({ repo: 'acme/widget', login: 'alice', role: 'admin' });
  github.addCollaborator({ repo: 'acme/widget', login: 'bob', role: 'read' });
  github.fileIssue({ repo: 'acme/widget', title: 'First', body: 'Text', labels: ['agent'], author: 'alice' });
  const change = {
    files: { 'src/a.ts': 'export const a = 2;\n', 'b.txt': 'b\n' },
    message: 'Change a',
    by: 'alice',
  };
  ids.head = await github.commit({ repo: 'acme/widget', branch: 'agent/1-abc', ...change });
  await github.openPull({ repo: 'acme/widget', head: 'agent/1-abc', title: 'Second', body: 'Closes #1' });
  await github.commit({ repo: 'acme/widget', branch: 'spare', files: { 'c.txt': 'c\n' }, message: 'Add c' });
  const app = github.addApp({ slug: 'robot', account: 'acme' });
  Object.assign(ids, { app: app.id, installation: app.installationId, repo: repository.id });
  tokens['app'] = signAppJwt(app.id, app.privateKey ?? '');
});
afterAll(() => stop());

async function send(request: Request) {
  const values: Record<string, string | number> = { owner: 'acme', repo: 'widget', ...request.with };
  const path = request.operation.replace(/\{(\w+)\}/g, (_all, name) =>
    encodeURIComponent(values[name] ?? ''),
  );
  const token = request.as === 'nobody' ? undefined : tokens[request.as ?? 'alice'];
  const answer = await ask(github, path + (request.query ?? ''), {
    ...(token ? { token } : {}),
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.redirect ? { redirect: request.redirect } : {}),
  });
  tested.add(request.operation);
  expect(answer.status, JSON.stringify(answer.body)).toBe(request.status);
  expect(
    objections(DOCUMENTED_AS[request.operation] ?? request.operation, answer.status, answer.body),
  ).toBeNull();
  return answer;
}

// GitHub serves this one without describing it.
const DOCUMENTED_AS: Record<string, string> = {
  'GET /repositories/{repository_id}': 'GET /repos/{owner}/{repo}',
};
const REPO = '/repos/{owner}/{repo}';
const ISSUE = { issue_number: 1 };
const PULL = { pull_number: 2 };

const READS: Request[] = [
  { operation: 'GET /rate_limit', status: 200 },
  { operation: 'GET /user', status: 200 },
  { operation: 'GET /user', status: 401, as: 'nobody' },
  { operation: 'GET /users/{username}', status: 200, with: { username: 'bob' } },
  { operation: 'GET /users/{username}', status: 404, with: { username: 'none' } },
  { operation: 'GET /user/repos', status: 200 },
  { operation: 'GET /search/repositories', status: 200, query: '?q=topic:tools+archived:false' },
  { operation: 'GET /search/repositories', status: 422 },
  { operation: `GET ${REPO}`, status: 200 },
  { operation: `GET ${REPO}`, status: 404, with: { repo: 'none' } },
  { operation: `GET ${REPO}/topics`, status: 200 },
  { operation: `GET ${REPO}/branches`, status: 200 },
  { operation: `GET ${REPO}/branches/{branch}`, status: 200, with: { branch: 'agent/1-abc' } },
  { operation: `GET ${REPO}/branches/{branch}`, status: 404, with: { branch: 'none' } },
  { operation: `GET ${REPO}/git/ref/{ref}`, status: 200, with: { ref: 'heads/agent/1-abc' } },
  { operation: `GET ${REPO}/git/ref/{ref}`, status: 404, with: { ref: 'heads/none' } },
  { operation: `GET ${REPO}/git/matching-refs/{ref}`, status: 200, with: { ref: 'heads/' } },
  { operation: `GET ${REPO}/commits`, status: 200, query: '?path=README.md' },
  { operation: `GET ${REPO}/commits`, status: 409, with: { repo: 'empty' } },
  { operation: `GET ${REPO}/commits/{ref}`, status: 200, with: { ref: 'agent/1-abc' } },
  { operation: `GET ${REPO}/commits/{ref}`, status: 200, with: { ref: 'main' } },
  { operation: `GET ${REPO}/commits/{ref}`, status: 422, with: { ref: 'none' } },
  { operation: `GET ${REPO}/compare/{basehead}`, status: 200, with: { basehead: 'main...agent/1-abc' } },
  { operation: `GET ${REPO}/compare/{basehead}`, status: 404, with: { basehead: 'main...none' } },
  { operation: `GET ${REPO}/contents/{path}`, status: 200, with: { path: 'src/a.ts' } },
  { operation: `GET ${REPO}/contents/{path}`, status: 200, with: { path: 'src' }, query: '?ref=agent/1-abc' },
  { operation: `GET ${REPO}/contents/{path}`, status: 200, with: { path: '' } },
  { operation: `GET ${REPO}/contents/{path}`, status: 404, with: { path: 'none' } },
  { operation: `GET ${REPO}/collaborators`, status: 200 },
  { operation: `GET ${REPO}/collaborators/{username}/permission`, status: 200, with: { username: 'bob' } },
  { operation: `GET ${REPO}/collaborators/{username}/permission`, status: 404, with: { username: 'none' } },
  { operation: `GET ${REPO}/labels`, status: 200 },
  { operation: `GET ${REPO}/labels/{name}`, status: 200, with: { name: 'bug' } },
  { operation: `GET ${REPO}/labels/{name}`, status: 404, with: { name: 'none' } },
  { operation: `GET ${REPO}/issues`, status: 200, query: '?state=all&labels=agent&sort=updated' },
  { operation: `GET ${REPO}/issues`, status: 422, query: '?state=odd' },
  { operation: `GET ${REPO}/issues/{issue_number}`, status: 200, with: ISSUE },
  { operation: `GET ${REPO}/issues/{issue_number}`, status: 200, with: { issue_number: 2 } },
  { operation: `GET ${REPO}/issues/{issue_number}`, status: 404, with: { issue_number: 99 } },
  { operation: 'GET /issues', status: 200, query: '?filter=all' },
  { operation: `GET ${REPO}/issues/{issue_number}/labels`, status: 200, with: ISSUE },
  { operation: `GET ${REPO}/pulls`, status: 200, query: '?head=acme:agent/1-abc&state=open' },
  { operation: `GET ${REPO}/pulls/{pull_number}`, status: 200, with: PULL },
  { operation: `GET ${REPO}/pulls/{pull_number}`, status: 404, with: { pull_number: 1 } },
  { operation: `GET ${REPO}/pulls/{pull_number}/files`, status: 200, with: PULL },
  { operation: `GET ${REPO}/pulls/{pull_number}/commits`, status: 200, with: PULL },
  { operation: `GET ${REPO}/pulls/{pull_number}/merge`, status: 404, with: PULL },
  { operation: `GET ${REPO}/pulls/{pull_number}/requested_reviewers`, status: 200, with: PULL },
  { operation: 'GET /app', status: 200, as: 'app' },
  { operation: 'GET /app/installations', status: 200, as: 'app' },
  { operation: `GET ${REPO}/installation`, status: 200, as: 'app' },
];

describe('what is read', () => {
  test.each(READS)('$operation answers $status as GitHub describes it', async (request) => {
    await send(request);
  });

  test('a repository by its number', async () => {
    await send({
      operation: 'GET /repositories/{repository_id}',
      status: 200,
      with: { repository_id: ids.repo },
    });
  });

  test('the description objects to what is wrong', async () => {
    const { body } = await ask(github, 'GET /repos/acme/widget/issues/1', { token: 'alice-token' });
    const operation = `GET ${REPO}/issues/{issue_number}`;
    expect(objections(operation, 200, { ...Object(body), user: { login: 'alice' } })).toContain('/user');
    expect(objections(operation, 200, { ...Object(body), closed_at: 'yesterday' })).toContain('/closed_at');
    expect(objections(operation, 500, body)).toContain('not documented');
  });
});

const WRITES: Request[] = [
  { operation: `PATCH ${REPO}`, status: 200, body: { description: 'About widgets' } },
  { operation: `PATCH ${REPO}`, status: 422, body: { default_branch: 'none' } },
  { operation: `PATCH ${REPO}`, status: 403, body: { description: 'Mine' }, as: 'bob' },
  { operation: `PUT ${REPO}/topics`, status: 200, body: { names: ['tools', 'Widgets'] } },
  { operation: `PUT ${REPO}/topics`, status: 422, body: { names: ['not a topic'] } },
  { operation: `POST ${REPO}/labels`, status: 201, body: { name: 'fresh', color: 'ABCDEF' } },
  { operation: `POST ${REPO}/labels`, status: 422, body: { name: 'fresh', color: 'abcdef' } },
  {
    operation: `PATCH ${REPO}/labels/{name}`,
    status: 200,
    with: { name: 'fresh' },
    body: { new_name: 'ripe' },
  },
  { operation: `DELETE ${REPO}/labels/{name}`, status: 204, with: { name: 'ripe' } },
  {
    operation: `POST ${REPO}/issues`,
    status: 201,
    body: { title: 'Third', labels: ['bug', { name: 'new' }] },
  },
  { operation: `POST ${REPO}/issues`, status: 422, body: { body: 'No title' } },
  {
    operation: `PATCH ${REPO}/issues/{issue_number}`,
    status: 200,
    with: ISSUE,
    body: { title: 'Renamed', assignees: ['alice'] },
  },
  {
    operation: `PATCH ${REPO}/issues/{issue_number}`,
    status: 200,
    with: ISSUE,
    body: { state: 'closed', state_reason: 'not_planned' },
  },
  {
    operation: `PATCH ${REPO}/issues/{issue_number}`,
    status: 200,
    with: ISSUE,
    body: { state: 'open', assignees: [] },
  },
  {
    operation: `PATCH ${REPO}/issues/{issue_number}`,
    status: 403,
    with: ISSUE,
    body: { title: 'Mine' },
    as: 'bob',
  },
  { operation: `PATCH ${REPO}/issues/{issue_number}`, status: 422, with: ISSUE, body: { state: 'odd' } },
  {
    operation: `POST ${REPO}/issues/{issue_number}/labels`,
    status: 200,
    with: ISSUE,
    body: { labels: ['bug'] },
  },
  { operation: `POST ${REPO}/issues/{issue_number}/labels`, status: 200, with: ISSUE, body: ['question'] },
  {
    operation: `DELETE ${REPO}/issues/{issue_number}/labels/{name}`,
    status: 200,
    with: { ...ISSUE, name: 'bug' },
  },
  {
    operation: `DELETE ${REPO}/issues/{issue_number}/labels/{name}`,
    status: 404,
    with: { ...ISSUE, name: 'bug' },
  },
  {
    operation: `PUT ${REPO}/issues/{issue_number}/labels`,
    status: 200,
    with: ISSUE,
    body: { labels: ['agent', 'bug'] },
  },
  { operation: `DELETE ${REPO}/issues/{issue_number}/labels`, status: 204, with: { issue_number: 3 } },
  {
    operation: `POST ${REPO}/issues/{issue_number}/reactions`,
    status: 201,
    with: ISSUE,
    body: { content: 'eyes' },
  },
  {
    operation: `POST ${REPO}/issues/{issue_number}/reactions`,
    status: 200,
    with: ISSUE,
    body: { content: 'eyes' },
  },
  {
    operation: `POST ${REPO}/issues/{issue_number}/reactions`,
    status: 422,
    with: ISSUE,
    body: { content: 'yawn' },
  },
  { operation: `GET ${REPO}/issues/{issue_number}/reactions`, status: 200, with: ISSUE },
  {
    operation: `POST ${REPO}/pulls`,
    status: 201,
    body: { title: 'Spare', head: 'spare', base: 'main', draft: true },
  },
  { operation: `POST ${REPO}/pulls`, status: 422, body: { title: 'Twice', head: 'spare', base: 'main' } },
  { operation: `POST ${REPO}/pulls`, status: 422, body: { title: 'Nothing', head: 'main', base: 'main' } },
  { operation: `POST ${REPO}/pulls`, status: 422, body: { title: 'Nowhere', head: 'none', base: 'main' } },
  {
    operation: `POST ${REPO}/pulls`,
    status: 403,
    body: { title: 'Mine', head: 'spare', base: 'main' },
    as: 'bob',
  },
  {
    operation: `PATCH ${REPO}/pulls/{pull_number}`,
    status: 200,
    with: PULL,
    body: { title: 'Better', body: 'Fixes #1' },
  },
  { operation: `PATCH ${REPO}/pulls/{pull_number}`, status: 422, with: PULL, body: { base: 'none' } },
  {
    operation: `POST ${REPO}/pulls/{pull_number}/requested_reviewers`,
    status: 201,
    with: PULL,
    body: { reviewers: ['bob'] },
  },
  {
    operation: `POST ${REPO}/pulls/{pull_number}/requested_reviewers`,
    status: 422,
    with: PULL,
    body: { reviewers: ['none'] },
  },
  {
    operation: `DELETE ${REPO}/pulls/{pull_number}/requested_reviewers`,
    status: 200,
    with: PULL,
    body: { reviewers: ['bob'] },
  },
];

describe('what is written', () => {
  test.each(WRITES)('$operation answers $status as GitHub describes it', async (request) => {
    await send(request);
  });

  test('comments', async () => {
    const comments = `${REPO}/issues/{issue_number}/comments`;
    const first = await send({
      operation: `POST ${comments}`,
      status: 201,
      with: ISSUE,
      body: { body: 'Hello' },
    });
    await send({ operation: `POST ${comments}`, status: 422, with: ISSUE, body: {} });
    await send({ operation: `GET ${comments}`, status: 200, with: ISSUE });
    await send({
      operation: `GET ${REPO}/issues/comments`,
      status: 200,
      query: '?since=2020-01-01T00:00:00Z',
    });
    const one = { comment_id: idOf(first) };
    const comment = `${REPO}/issues/comments/{comment_id}`;
    await send({ operation: `GET ${comment}`, status: 200, with: one });
    await send({ operation: `PATCH ${comment}`, status: 200, with: one, body: { body: 'Changed' } });
    await send({ operation: `POST ${comment}/reactions`, status: 201, with: one, body: { content: '+1' } });
    await send({ operation: `GET ${comment}/reactions`, status: 200, with: one });
    await send({ operation: `GET ${REPO}/issues/{issue_number}/events`, status: 200, with: ISSUE });
    await send({ operation: `GET ${REPO}/issues/events`, status: 200 });
    await send({ operation: `GET ${REPO}/issues/{issue_number}/timeline`, status: 200, with: ISSUE });
    await send({ operation: `DELETE ${comment}`, status: 204, with: one });
    await send({ operation: `GET ${comment}`, status: 404, with: one });
  });

  test('reviews and their comments', async () => {
    const pull = `${REPO}/pulls/{pull_number}`;
    const comments = [{ path: 'src/a.ts', line: 1, body: 'Why?' }];
    const body = { event: 'REQUEST_CHANGES', body: 'Please', comments };
    const review = await send({
      operation: `POST ${pull}/reviews`,
      status: 200,
      with: PULL,
      body,
      as: 'bob',
    });
    await send({
      operation: `POST ${pull}/reviews`,
      status: 422,
      with: PULL,
      body: { event: 'REQUEST_CHANGES' },
    });
    await send({ operation: `GET ${pull}/reviews`, status: 200, with: PULL });
    const ofReview = { ...PULL, review_id: idOf(review) };
    const found = await send({
      operation: `GET ${pull}/reviews/{review_id}/comments`,
      status: 200,
      with: ofReview,
    });
    expect(listOf(found)).toMatchObject([
      { body: 'Why?', diff_hunk: expect.stringMatching(/\n\+export const a = 2;$/) },
    ]);
    const single = { path: 'b.txt', line: 1, side: 'RIGHT', commit_id: ids.head, body: 'And this?' };
    const comment = await send({ operation: `POST ${pull}/comments`, status: 201, with: PULL, body: single });
    await send({
      operation: `POST ${pull}/comments`,
      status: 422,
      with: PULL,
      body: { ...single, line: 99 },
    });
    const one = { ...PULL, comment_id: idOf(comment) };
    await send({
      operation: `POST ${pull}/comments/{comment_id}/replies`,
      status: 201,
      with: one,
      body: { body: 'So' },
    });
    await send({ operation: `GET ${pull}/comments`, status: 200, with: PULL });
    await send({ operation: `GET ${REPO}/pulls/comments`, status: 200 });
    const reactions = `${REPO}/pulls/comments/{comment_id}/reactions`;
    await send({ operation: `POST ${reactions}`, status: 201, with: one, body: { content: 'heart' } });
    await send({ operation: `GET ${reactions}`, status: 200, with: one });
    await send({
      operation: `GET ${REPO}/issues/{issue_number}/timeline`,
      status: 200,
      with: { issue_number: 2 },
    });
  });

  test('one comment of a review, and a review that no longer counts', async () => {
    const [one] = github.reviewComments('acme/widget', 2);
    const comment = `${REPO}/pulls/comments/{comment_id}`;
    const at = { comment_id: one?.id ?? 0 };
    await send({ operation: `GET ${comment}`, status: 200, with: at });
    await send({ operation: `PATCH ${comment}`, status: 200, with: at, body: { body: 'Really why?' } });
    await send({ operation: `DELETE ${comment}`, status: 204, with: at });
    await send({ operation: `GET ${comment}`, status: 404, with: at });
    const dismissals = `PUT ${REPO}/pulls/{pull_number}/reviews/{review_id}/dismissals`;
    const review = github.pulls('acme/widget')[0]?.reviews.find(({ state }) => state === 'CHANGES_REQUESTED');
    const which = { ...PULL, review_id: review?.id ?? 0 };
    const body = { message: 'It is done' };
    expect((await send({ operation: dismissals, status: 200, with: which, body })).body).toMatchObject({
      state: 'DISMISSED',
    });
    await send({ operation: dismissals, status: 422, with: which, body });
  });

  test('what an issue waits for and is made of', async () => {
    const issue = `${REPO}/issues/{issue_number}`;
    const [blocker, child] = ['Before', 'Part'].map((title) =>
      github.fileIssue({ repo: 'acme/widget', title }),
    );
    const idOfIssue = async (number = 0) =>
      idOf(await send({ operation: `GET ${issue}`, status: 200, with: { issue_number: number } }));
    const waits = { issue_id: await idOfIssue(blocker?.number) };
    const blockedBy = `${issue}/dependencies/blocked_by`;
    await send({ operation: `POST ${blockedBy}`, status: 201, with: ISSUE, body: waits });
    await send({ operation: `POST ${blockedBy}`, status: 422, with: ISSUE, body: waits });
    const found = await send({ operation: `GET ${blockedBy}`, status: 200, with: ISSUE });
    expect(listOf(found)).toMatchObject([{ title: 'Before', repository: { full_name: 'acme/widget' } }]);
    const other = { issue_number: blocker?.number ?? 0 };
    await send({ operation: `GET ${issue}/dependencies/blocking`, status: 200, with: other });
    const part = { sub_issue_id: await idOfIssue(child?.number) };
    await send({ operation: `POST ${issue}/sub_issues`, status: 201, with: ISSUE, body: part });
    await send({ operation: `GET ${issue}/sub_issues`, status: 200, with: ISSUE });
    const below = { issue_number: child?.number ?? 0 };
    await send({ operation: `GET ${issue}/parent`, status: 200, with: below });
    await send({ operation: `GET ${issue}/parent`, status: 404, with: ISSUE });
    expect((await send({ operation: `GET ${issue}`, status: 200, with: ISSUE })).body).toMatchObject({
      sub_issues_summary: { total: 1, completed: 0 },
      issue_dependencies_summary: { blocked_by: 1, total_blocked_by: 1 },
    });
  });

  test('a job, its log and its rerun', async () => {
    const job = `${REPO}/actions/jobs/{job_id}`;
    const fail = { repo: 'acme/widget', number: 2, name: 'unit', log: 'Wrong\n', rerun: 'pass' } as const;
    const at = { job_id: github.failCheck(fail).id };
    await send({ operation: `GET ${job}`, status: 200, with: at });
    await send({ operation: `POST ${job}/rerun`, status: 201, with: at });
    const logs = await ask(github, `GET /repos/acme/widget/actions/jobs/${at.job_id}/logs`, {
      token: 'alice-token',
      redirect: 'manual',
    });
    tested.add(`GET ${job}/logs`);
    expect([logs.status, logs.body]).toEqual([302, null]);
    const log = await fetch(logs.headers.get('location') ?? '');
    expect(await log.text()).toBe('Wrong\n');
    const run = { check_run_id: github.failCheck({ ...fail, name: 'lint', app: 'linter' }).id };
    const rerequest = `POST ${REPO}/check-runs/{check_run_id}/rerequest`;
    await send({ operation: rerequest, status: 201, with: run });
    expect(github.checks('acme/widget', 2)).toMatchObject([
      { name: 'unit', conclusion: 'failure', attempt: 1 },
      { name: 'unit', conclusion: 'success', attempt: 2 },
      { name: 'lint', conclusion: 'success', attempt: 2 },
    ]);
    github.startCheck({ ...fail, name: 'slow' });
    const slow = { check_run_id: github.checks('acme/widget', 2).at(-1)?.id ?? 0 };
    await send({ operation: rerequest, status: 422, with: slow });
  });

  test('check runs and statuses', async () => {
    const at = { start_line: 1, end_line: 1, annotation_level: 'failure', message: 'Wrong' };
    const output = { title: 'Bad', summary: 'It fails', annotations: [{ path: 'b.txt', ...at }] };
    const fresh = { name: 'test', head_sha: ids.head, status: 'in_progress' };
    const run = await send({ operation: `POST ${REPO}/check-runs`, status: 201, body: fresh });
    const one = { check_run_id: idOf(run) };
    const end = { conclusion: 'failure', output };
    await send({ operation: `PATCH ${REPO}/check-runs/{check_run_id}`, status: 200, with: one, body: end });
    await send({ operation: `GET ${REPO}/check-runs/{check_run_id}`, status: 200, with: one });
    await send({ operation: `GET ${REPO}/check-runs/{check_run_id}/annotations`, status: 200, with: one });
    await send({
      operation: `GET ${REPO}/commits/{ref}/check-runs`,
      status: 200,
      with: { ref: 'agent/1-abc' },
    });
    const status = { state: 'success', context: 'build', description: 'Fine' };
    await send({
      operation: `POST ${REPO}/statuses/{sha}`,
      status: 201,
      with: { sha: ids.head },
      body: status,
    });
    await send({ operation: `GET ${REPO}/commits/{ref}/status`, status: 200, with: { ref: ids.head } });
    await send({ operation: `GET ${REPO}/commits/{ref}/statuses`, status: 200, with: { ref: ids.head } });
  });

  test('tokens of an app', async () => {
    const tokensOf = 'POST /app/installations/{installation_id}/access_tokens';
    const one = { installation_id: ids.installation };
    const scoped = { repositories: ['widget'] };
    const answer = await send({ operation: tokensOf, status: 201, with: one, body: scoped, as: 'app' });
    await send({ operation: tokensOf, status: 401, with: one });
    await send({ operation: tokensOf, status: 404, with: { installation_id: 1 }, as: 'app' });
    await send({ operation: tokensOf, status: 422, with: one, body: { repositories: ['none'] }, as: 'app' });
    tokens['installation'] = (answer.body as { token: string }).token;
    await send({ operation: 'GET /installation/repositories', status: 200, as: 'installation' });
    await send({ operation: 'GET /installation/repositories', status: 403 });
  });

  test('refs', async () => {
    const fresh = { ref: 'refs/heads/fresh', sha: ids.head };
    await send({ operation: `POST ${REPO}/git/refs`, status: 201, body: fresh });
    await send({ operation: `POST ${REPO}/git/refs`, status: 422, body: fresh });
    await send({ operation: `DELETE ${REPO}/git/refs/{ref}`, status: 204, with: { ref: 'heads/fresh' } });
  });

  test('a merge', async () => {
    const merge = `${REPO}/pulls/{pull_number}/merge`;
    await send({ operation: `PUT ${merge}`, status: 409, with: PULL, body: { sha: '0'.repeat(40) } });
    await send({ operation: `PUT ${merge}`, status: 200, with: PULL, body: { merge_method: 'squash' } });
    await send({ operation: `PUT ${merge}`, status: 405, with: PULL, body: {} });
    await send({ operation: `GET ${merge}`, status: 204, with: PULL });
    await send({ operation: `GET ${REPO}/pulls/{pull_number}`, status: 200, with: PULL });
    await send({
      operation: `GET ${REPO}/issues/{issue_number}/timeline`,
      status: 200,
      with: { issue_number: 2 },
    });
    expect(github.issue('acme/widget', 1)?.state).toBe('closed');
  });
});

test('what has gone, and what is elsewhere', async () => {
  const { number } = github.fileIssue({ repo: 'acme/widget', title: 'Wrong place' });
  const deleted = github.fileIssue({ repo: 'acme/widget', title: 'Secret by mistake' });
  github.transferIssue({ repo: 'acme/widget', number, to: 'acme/empty' });
  github.deleteIssue({ repo: 'acme/widget', number: deleted.number });
  const issue = `${REPO}/issues/{issue_number}`;
  const unfollowed = { redirect: 'manual' } as const;
  await send({ operation: `GET ${issue}`, status: 301, with: { issue_number: number }, ...unfollowed });
  await send({ operation: `GET ${issue}`, status: 410, with: { issue_number: deleted.number } });
  await github.renameRepository({ repo: 'acme/widget', name: 'gadget' });
  await send({ operation: `GET ${REPO}`, status: 301, ...unfollowed });
  await send({ operation: `PATCH ${REPO}`, status: 307, body: {}, ...unfollowed });
  const doomed = { repo: 'doomed' };
  await github.addRepository({ owner: 'acme', name: 'doomed' });
  github.addCollaborator({ repo: 'acme/doomed', login: 'alice', role: 'admin' });
  await send({ operation: `PATCH ${REPO}`, status: 200, with: doomed, body: { name: 'dooomed' } });
  await send({ operation: `DELETE ${REPO}`, status: 307, with: doomed, ...unfollowed });
  await send({ operation: `DELETE ${REPO}`, status: 204, with: { repo: 'dooomed' } });
  await send({ operation: `GET ${REPO}`, status: 404, with: { repo: 'dooomed' } });
});

test('every route that is served was asked for', () => {
  const served = allRoutes(createRateLimits(() => 0)).map(({ method, path }) => `${method} ${path}`);
  expect(served.filter((operation) => !tested.has(operation))).toEqual([]);
});
