import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agoText } from '../../src/github/web/ago.ts';
import { diffLines } from '../../src/github/web/diff-view.ts';
import { renderMarkdown } from '../../src/github/web/markdown.ts';
import type { GitHubSimulator } from '../../src/index.ts';
import { startInTemporary } from './start.ts';

let github: GitHubSimulator;
let stop: () => Promise<void>;
const NASTY = `<img src=x onerror=alert(1)><script>alert(2)</script>"'&`;

beforeAll(async () => {
  ({ github, stop } = await startInTemporary());
  for (const login of ['alice', 'reader', 'stranger']) github.addUser({ login });
  const files = { 'a.txt': 'one\ntwo\n', '<b>.txt': 'x\n' };
  await github.addRepository({ owner: 'acme', name: 'widget', description: NASTY, files, topics: ['tools'] });
  await github.addRepository({ owner: 'acme', name: 'secret', private: true });
  github.addCollaborator({ repo: 'acme/widget', login: 'alice' });
  github.addCollaborator({ repo: 'acme/widget', login: 'reader', role: 'read' });
  github.addLabel({ repo: 'acme/widget', name: NASTY.slice(0, 40), color: 'c5def5', description: NASTY });
  github.fileIssue({
    repo: 'acme/widget',
    title: NASTY,
    body: `${NASTY}\n<!-- hidden -->\n**bold**`,
    labels: ['bug'],
  });
  await github.commit({
    repo: 'acme/widget',
    branch: 'work',
    files: { 'a.txt': `one\n${NASTY}\n`, '<b>.txt': 'y\n' },
    message: NASTY,
  });
  await github.openPull({ repo: 'acme/widget', head: 'work', title: 'Change', body: 'Closes #1' });
  await github.review({
    repo: 'acme/widget',
    number: 2,
    by: 'alice',
    state: 'COMMENTED',
    body: NASTY,
    comments: [{ path: 'a.txt', line: 2, body: NASTY }],
  });
});
afterAll(() => stop());

async function open(
  path: string,
  as = 'alice',
): Promise<{ status: number; text: string; location: string | null }> {
  const response = await fetch(github.url + path, { headers: { cookie: `as=${as}` }, redirect: 'manual' });
  return { status: response.status, text: await response.text(), location: response.headers.get('location') };
}

async function post(path: string, form: [string, string][], headers: Record<string, string> = {}) {
  const body = new URLSearchParams(form);
  const response = await fetch(github.url + path, {
    method: 'POST',
    body,
    headers: { cookie: 'as=alice', ...headers },
    redirect: 'manual',
  });
  return { status: response.status, location: response.headers.get('location') };
}

describe('pages', () => {
  test.each(['/', '/acme/widget', '/acme/widget/issues/1', '/acme/widget/pull/2', '/acme/widget/issues/new'])(
    '%s shows what others wrote without running it',
    async (path) => {
      const { status, text } = await open(path);
      expect(status).toBe(200);
      expect(text).not.toMatch(/<img src=x|<script>|onerror=alert\(1\)>|<b>\.txt/);
    },
  );

  test('an issue shows its text, its labels and its pull request, but nothing hidden', async () => {
    const { text } = await open('/acme/widget/issues/1');
    expect(text).toContain('<strong>bold</strong>');
    expect(text).not.toContain('hidden -->');
    expect(text).toContain('href="/acme/widget/pull/2"');
    expect(text).toContain('name="remove" value="bug"');
  });

  test('a pull request shows its commits and a coloured diff', async () => {
    const { text } = await open('/acme/widget/pull/2');
    expect(text).toContain('wants to merge 1 commit');
    expect(text).toMatch(/<tr class="del">.*two/);
    expect(text).toMatch(/<tr class="add">.*&lt;script&gt;/);
    expect((await open('/acme/widget/pull/2.diff')).text).toContain('-two');
  });

  test('issue and pull request addresses lead to each other', async () => {
    expect((await open('/acme/widget/issues/2')).location).toBe('/acme/widget/pull/2');
    expect((await open('/acme/widget/pull/1')).location).toBe('/acme/widget/issues/1');
  });

  test('what somebody may not see is not there', async () => {
    expect((await open('/acme/secret')).status).toBe(404);
    expect((await open('/acme/secret', 'acme')).status).toBe(200);
    expect((await open('/')).text).not.toContain('acme/secret');
    expect((await open('/acme/widget/issues/99')).status).toBe(404);
    expect((await open('/acme/widget/issues/x')).status).toBe(404);
  });

  test('who acts is chosen by the address and kept in a cookie; the first person otherwise', async () => {
    const response = await fetch(`${github.url}/acme/widget?as=reader`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/acme/widget']);
    expect(response.headers.get('set-cookie')).toContain('as=reader');
    expect((await open('/', 'nobody-at-all')).text).toContain('</summary>');
  });

  test('styles and faces come from here, and nothing from elsewhere', async () => {
    const response = await fetch(`${github.url}/-/style.css`);
    expect(response.headers.get('content-type')).toContain('text/css');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const { text } = await open('/acme/widget/issues/1');
    const addresses = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address ?? '');
    for (const address of new Set(addresses)) expect((await open(address)).status, address).toBeLessThan(400);
  });
});

describe('forms', () => {
  test('an issue can be filed, with labels', async () => {
    const fields: [string, string][] = [
      ['title', ' New one '],
      ['body', 'a\r\nb'],
      ['labels', 'bug'],
      ['labels', 'question'],
    ];
    const { status, location } = await post('/acme/widget/issues', fields);
    expect([status, location]).toEqual([303, '/acme/widget/issues/3']);
    expect(github.issue('acme/widget', 3)).toMatchObject({
      title: 'New one',
      body: 'a\nb',
      author: 'alice',
      labels: ['bug', 'question'],
    });
    expect((await post('/acme/widget/issues', [['title', ' ']])).status).toBe(422);
  });

  test('replies, labels and closing', async () => {
    const base = '/acme/widget/issues/1';
    await post(`${base}/comments`, [['body', 'Use **two**']]);
    await post(`${base}/labels`, [['add', 'question']]);
    await post(`${base}/labels`, [['remove', 'bug']]);
    await post(`${base}/comments`, [
      ['body', ''],
      ['state', 'closed'],
    ]);
    expect(github.comments('acme/widget', 1)).toMatchObject([{ author: 'alice', body: 'Use **two**' }]);
    expect(github.issue('acme/widget', 1)).toMatchObject({ state: 'closed', labels: ['question'] });
  });

  test('those who may not are told so', async () => {
    const cookie = { cookie: 'as=reader' };
    expect((await post('/acme/widget/issues/1/labels', [['add', 'bug']], cookie)).status).toBe(403);
    expect((await post('/acme/widget/issues/2/merge', [], cookie)).status).toBe(403);
    expect((await post('/acme/widget/issues/1/comments', [['body', 'Hi']], cookie)).status).toBe(303);
  });

  test("another site's form is refused", async () => {
    const foreign = { origin: 'https://example.com' };
    expect((await post('/acme/widget/issues/1/comments', [['body', 'Evil']], foreign)).status).toBe(403);
    expect(
      (await post('/acme/widget/issues/1/comments', [['body', 'Fine']], { origin: github.url })).status,
    ).toBe(303);
  });

  test('a pull request can be merged', async () => {
    expect((await post('/acme/widget/issues/2/merge', [])).location).toBe('/acme/widget/pull/2');
    expect(github.pulls('acme/widget')[0]?.merged).toBe(true);
    expect((await open('/acme/widget/pull/2')).text).toContain('Merged');
  });
});

test('the pages hear of changes', async () => {
  const leave = new AbortController();
  const { body } = await fetch(`${github.url}/-/events`, { signal: leave.signal });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain('hello');
  github.comment({ repo: 'acme/widget', number: 3, body: 'News' });
  expect((await reader?.read())?.value).toBe('data: {"kind":"comment","repo":"acme/widget","number":3}\n\n');
  leave.abort();
});

describe('pure parts', () => {
  test('Markdown loses what could do harm and keeps the rest', () => {
    const { markup } = renderMarkdown(
      '[a](javascript:alert(1)) [b](https://example.com) <iframe src=x></iframe> <a onclick=x href="/y">c</a>\n\n- [x] done #12 and a#13\n\n<style>*{}</style>![p](http://x/y.png)',
      '/acme/widget',
    );
    expect(markup).not.toMatch(/javascript:|iframe|onclick|<style|<img/);
    expect(markup).toContain('href="https://example.com"');
    expect(markup).toContain('<a href="/acme/widget/issues/12" rel="nofollow noopener noreferrer">#12</a>');
    expect(markup).toContain('a#13');
    expect(markup).toContain('type="checkbox"');
  });

  test('times are told in words', () => {
    expect([0, 59_000, 60_000, 7_200_000, 86_400_000].map(agoText)).toEqual([
      'just now',
      'just now',
      '1 minute ago',
      '2 hours ago',
      '1 day ago',
    ]);
  });

  test('lines of a patch know their numbers', () => {
    expect(diffLines('@@ -4,2 +4,2 @@ f\n same\n-old\n+new\n\\ No newline at end of file')).toEqual([
      { kind: 'hunk', old: null, new: null, text: '@@ -4,2 +4,2 @@ f' },
      { kind: 'same', old: 4, new: 4, text: 'same' },
      { kind: 'del', old: 5, new: null, text: 'old' },
      { kind: 'add', old: null, new: 5, text: 'new' },
      { kind: 'note', old: null, new: null, text: '\\ No newline at end of file' },
    ]);
  });
});

test('a thread holds its replies, a check its log, and nothing in them is markup', async () => {
  const target = { repo: 'acme/widget', number: 2 };
  const [root] = github.reviewComments('acme/widget', 2);
  const comment = root?.id ?? 0;
  github.replyToReview({ ...target, by: 'bob', comment, body: 'An answer' });
  github.react({ ...target, comment, by: 'bob', content: 'eyes' });
  github.failCheck({
    ...target,
    name: NASTY,
    log: NASTY,
    summary: NASTY,
    annotations: [{ path: NASTY, line: 1, message: NASTY }],
  });
  const { text } = await open('/acme/widget/pull/2');
  const cards = text.split('<article').filter((card) => card.includes('class="comment review'));
  expect(cards).toHaveLength(1);
  expect(cards[0]).toContain('An answer');
  expect(cards[0]).toContain('👀 1');
  const [, run = ''] = /href="(\/acme\/widget\/runs\/\d+)"/.exec(text) ?? [];
  const page = await open(run);
  expect([page.status, page.text.includes(NASTY), text.includes(NASTY)]).toEqual([200, false, false]);
  expect((await open('/acme/widget/runs/1')).status).toBe(404);
});
