import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GitHubSimulator } from '../../src/index.ts';
import { signAppJwt } from './app-jwt.ts';
import { ask, listOf, startInTemporary } from './start.ts';

let github: GitHubSimulator;
let stop: () => Promise<void>;
let now = Date.now();
let app: ReturnType<GitHubSimulator['addApp']>;
const REPO = '/repos/acme/secret';

beforeAll(async () => {
  ({ github, stop } = await startInTemporary({ clock: () => now }));
  await github.addRepository({ owner: 'acme', name: 'secret', private: true, topics: ['tools'] });
  await github.addRepository({ owner: 'acme', name: 'open', topics: ['tools'] });
  await github.addRepository({ owner: 'acme', name: 'old', archived: true });
  for (const login of ['reader', 'writer', 'stranger']) github.addUser({ login, token: `${login}-token` });
  github.addCollaborator({ repo: 'acme/secret', login: 'reader', role: 'read' });
  for (const repo of ['acme/secret', 'acme/open', 'acme/old'])
    github.addCollaborator({ repo, login: 'writer' });
  github.fileIssue({ repo: 'acme/secret', title: 'Hidden' });
  app = github.addApp({ slug: 'robot', account: 'acme', repositories: ['acme/secret'] });
});
afterAll(() => stop());

const status = async (operation: string, token?: string, body?: unknown) =>
  (await ask(github, operation, { ...(token ? { token } : {}), body })).status;

describe('people', () => {
  test('a bad token is told so, whatever it asks for', async () => {
    const refused = await ask(github, 'GET /repos/acme/open', { token: 'wrong' });
    expect([refused.status, refused.body]).toMatchObject([401, { message: 'Bad credentials' }]);
  });

  test('a private repository does not exist for those without access', async () => {
    expect(await status(`GET ${REPO}`)).toBe(404);
    expect(await status(`GET ${REPO}`, 'stranger-token')).toBe(404);
    expect(await status(`GET ${REPO}/issues/1`, 'stranger-token')).toBe(404);
    expect(await status(`POST ${REPO}/issues/1/comments`, 'stranger-token', { body: 'x' })).toBe(404);
    expect(await status(`GET ${REPO}/issues/1`, 'reader-token')).toBe(200);
    const found = async (token: string) =>
      (await ask(github, 'GET /search/repositories?q=topic:tools', { token })).body;
    expect(await found('stranger-token')).toMatchObject({ total_count: 1 });
    expect(await found('reader-token')).toMatchObject({ total_count: 2 });
  });

  test('readers may file and comment but not label, and their labels are dropped in silence', async () => {
    const filed = await ask(github, `POST ${REPO}/issues`, {
      token: 'reader-token',
      body: { title: 'Mine', labels: ['agent'] },
    });
    expect([filed.status, filed.body]).toMatchObject([201, { labels: [] }]);
    expect(await status(`POST ${REPO}/issues/1/comments`, 'reader-token', { body: 'Hello' })).toBe(201);
    expect(await status(`POST ${REPO}/issues/1/labels`, 'reader-token', { labels: ['agent'] })).toBe(403);
    expect(await status(`POST ${REPO}/issues/1/labels`, 'writer-token', { labels: ['agent'] })).toBe(200);
    expect(await status(`GET ${REPO}/collaborators/writer/permission`, 'reader-token')).toBe(403);
  });

  test('nobody writes without a name, or to an archive', async () => {
    expect(await status('POST /repos/acme/open/issues', undefined, { title: 'x' })).toBe(401);
    expect(await status('POST /repos/acme/open/issues', 'stranger-token', { title: 'x' })).toBe(201);
    expect(await status('POST /repos/acme/old/issues', 'writer-token', { title: 'x' })).toBe(403);
  });

  test('a search understands owners, names, archives and what is not wanted', async () => {
    const names = async (query: string) => {
      const { body } = await ask(github, `GET /search/repositories?q=${query}`, { token: 'writer-token' });
      return listOf({ body: Object(body).items }).map(({ name }) => name);
    };
    expect(await names('org:acme+archived:false')).toEqual(['open', 'secret']);
    expect(await names('user:ACME+is:private')).toEqual(['secret']);
    expect(await names('acme+-topic:tools')).toEqual(['old']);
    expect(await names('repo:acme/open')).toEqual(['open']);
    expect(await names('user:other')).toEqual([]);
  });

  test('permissions are told in the old words and the new', async () => {
    const of = async (login: string) =>
      (await ask(github, `GET ${REPO}/collaborators/${login}/permission`, { token: 'writer-token' })).body;
    expect(await of('writer')).toMatchObject({ permission: 'write', role_name: 'write' });
    expect(await of('reader')).toMatchObject({ permission: 'read', role_name: 'read' });
    expect(await of('stranger')).toMatchObject({ permission: 'none', role_name: 'none' });
    expect(await of('acme')).toMatchObject({ permission: 'admin', role_name: 'admin' });
  });
});

describe('apps', () => {
  const installationToken = async () => {
    const { request } = new Octokit({ baseUrl: github.apiUrl });
    const auth = createAppAuth({ appId: app.id, privateKey: app.privateKey ?? '', request });
    const { token } = await auth({ type: 'installation', installationId: app.installationId });
    return token;
  };

  test("an installation's token, got by the real client, acts as the app's bot for an hour", async () => {
    const token = await installationToken();
    const answer = await ask(github, `POST ${REPO}/issues/1/comments`, { token, body: { body: 'Beep' } });
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { user: { login: 'robot[bot]', type: 'Bot' }, performed_via_github_app: { slug: 'robot' } },
    ]);
    expect(await status('GET /user', token)).toBe(403);
    expect(await status('POST /repos/acme/open/issues', token, { title: 'x' })).toBe(403);
    now += 3_600_000;
    expect(await status(`GET ${REPO}`, token)).toBe(401);
    now -= 3_600_000;
  });

  test('an installation does only what its permissions say', async () => {
    const shy = github.addApp({
      slug: 'shy',
      account: 'acme',
      permissions: { metadata: 'read', issues: 'read' },
    });
    const jwt = signAppJwt(shy.id, shy.privateKey ?? '');
    const answer = await ask(github, `POST /app/installations/${shy.installationId}/access_tokens`, {
      token: jwt,
    });
    const { token } = Object(answer.body);
    expect(await status(`GET ${REPO}/issues`, token)).toBe(200);
    expect(await status(`POST ${REPO}/issues`, token, { title: 'x' })).toBe(403);
    expect(await status(`GET ${REPO}/pulls`, token)).toBe(403);
  });

  test('a JWT must be signed by the app, be in time, and be for the app alone', async () => {
    const other = github.addApp({ slug: 'other', account: 'acme' });
    const key = app.privateKey ?? '';
    const seconds = Math.floor(now / 1000);
    expect(await status('GET /app', signAppJwt(app.id, key))).toBe(200);
    expect(await status('GET /app', signAppJwt(other.id, key))).toBe(401);
    expect(await status('GET /app', signAppJwt(999_999, key))).toBe(401);
    expect(await status('GET /app', signAppJwt(app.id, key, { exp: seconds - 1 }))).toBe(401);
    expect(await status('GET /app', signAppJwt(app.id, key, { exp: seconds + 7200 }))).toBe(401);
    expect(await status('GET /app', 'a.b.c')).toBe(401);
    expect(await status('GET /app', 'writer-token')).toBe(401);
    expect(await status(`GET ${REPO}/installation`, signAppJwt(app.id, key))).toBe(200);
    expect(await status('GET /repos/acme/open/installation', signAppJwt(app.id, key))).toBe(404);
  });
});
