import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GitHubSimulator } from '../../src/index.ts';
import { ask, startInTemporary } from './start.ts';

const REPO = 'acme/widget';
const token = 'alice-token';
let github: GitHubSimulator;
let directory: string;
let stop: () => Promise<void>;

beforeEach(async () => {
  ({ github, directory, stop } = await startInTemporary());
  github.addUser({ login: 'alice', token });
  await github.addRepository({ owner: 'acme', name: 'widget', files: { 'a.txt': 'a\n' } });
  github.addCollaborator({ repo: REPO, login: 'alice', role: 'admin' });
  github.fileIssue({ repo: REPO, title: 'One', labels: ['agent'] });
});
afterEach(() => stop());

test('a renamed repository is found under its former name: read, written, cloned, looked at', async () => {
  const { fullName } = await github.renameRepository({ repo: REPO, name: 'gadget' });
  expect(fullName).toBe('acme/gadget');
  const octokit = new Octokit({ baseUrl: github.apiUrl, auth: token });
  const old = { owner: 'acme', repo: 'widget' };
  expect((await octokit.rest.repos.get(old)).data.full_name).toBe('acme/gadget');
  await octokit.rest.issues.createComment({ ...old, issue_number: 1, body: 'Still here' });
  expect(github.comments('acme/gadget', 1)).toMatchObject([{ body: 'Still here', author: 'alice' }]);
  await promisify(execFile)('git', ['clone', '-q', `${github.gitUrl}/${REPO}.git`, join(directory, 'clone')]);
  const page = await fetch(`${github.url}/${REPO}/issues/1`);
  expect(page.url).toBe(`${github.url}/acme/gadget/issues/1`);
});

test('whoever takes a former name has it', async () => {
  await github.transferRepository({ repo: REPO, owner: 'globex' });
  await github.addRepository({ owner: 'acme', name: 'widget' });
  const issues = (repo: string) => ask(github, `GET /repos/${repo}/issues`, { token });
  expect([(await issues(REPO)).body, (await issues('globex/widget')).body]).toMatchObject([
    [],
    [{ number: 1 }],
  ]);
});

test('an issue that moved answers from where it is, under a new number and node id', async () => {
  await github.addRepository({ owner: 'acme', name: 'other' });
  github.fileIssue({ repo: 'acme/other', title: 'There first' });
  github.comment({ repo: REPO, number: 1, body: 'Comes along' });
  const before = await ask(github, `GET /repos/${REPO}/issues/1`, { token });
  expect(github.transferIssue({ repo: REPO, number: 1, to: 'acme/other' })).toMatchObject({
    number: 2,
    labels: [],
  });
  const after = await ask(github, `GET /repos/${REPO}/issues/1`, { token });
  expect(after.body).toMatchObject({
    number: 2,
    comments: 1,
    repository_url: `${github.apiUrl}/repos/acme/other`,
  });
  const [was, is] = [Object(before.body).node_id, Object(after.body).node_id];
  const query = `{ nodes(ids: ["${was}", "${is}"]) { id } }`;
  const found = await ask(github, 'POST /graphql', { token, body: { query } });
  expect(found.body).toMatchObject({ data: { nodes: [null, { id: is }] } });
  expect(github.fileIssue({ repo: REPO, title: 'Next' }).number).toBe(2);
  expect(github.issue(REPO, 1)).toBeNull();
});

test('archived is read-only until it is not, deleted is nothing, and a right can be taken back', async () => {
  const comment = () =>
    ask(github, `POST /repos/${REPO}/issues/1/comments`, { token, body: { body: 'Hi' } }).then(
      ({ status }) => status,
    );
  github.archive({ repo: REPO });
  expect([github.repository(REPO).archived, await comment()]).toEqual([true, 403]);
  github.unarchive({ repo: REPO });
  expect(await comment()).toBe(201);
  github.removeCollaborator({ repo: REPO, login: 'alice' });
  const query = '{ repository(owner: "acme", name: "widget") { viewerPermission } }';
  const asked = await ask(github, 'POST /graphql', { token, body: { query } });
  expect(asked.body).toEqual({ data: { repository: { viewerPermission: 'READ' } } });
  await github.deleteRepository({ repo: REPO });
  expect((await ask(github, `GET /repos/${REPO}`, { token })).status).toBe(404);
});

test('what waits for what is seen from both ends', async () => {
  github.fileIssue({ repo: REPO, title: 'Two' });
  github.addBlocker({ repo: REPO, number: 1, blocker: { repo: REPO, number: 2 } });
  github.addSubIssue({ repo: REPO, number: 1, child: { repo: REPO, number: 2 } });
  const summary = async () => {
    const { body } = await ask(github, `GET /repos/${REPO}/issues/1`, { token });
    return [Object(body).issue_dependencies_summary.blocked_by, Object(body).sub_issues_summary.completed];
  };
  expect(await summary()).toEqual([1, 0]);
  github.close({ repo: REPO, number: 2 });
  expect(await summary()).toEqual([0, 1]);
  github.removeBlocker({ repo: REPO, number: 1, blocker: { repo: REPO, number: 2 } });
  github.removeSubIssue({ repo: REPO, number: 1, child: { repo: REPO, number: 2 } });
  const blockers = await ask(github, `GET /repos/${REPO}/issues/1/dependencies/blocked_by`, { token });
  expect(blockers.body).toEqual([]);
});
