import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GitHubSimulator, Webhook } from '../../src/index.ts';
import { startInTemporary } from './start.ts';

const REPO = 'acme/widget';
const secret = 'a secret';
type Received = { headers: IncomingHttpHeaders; body: string };
let github: GitHubSimulator;
let hook: Webhook;
let received: Received[];
let stop: () => Promise<void>;

beforeEach(async () => {
  const world = await startInTemporary();
  github = world.github;
  received = [];
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await github.addRepository({ owner: 'acme', name: 'widget', files: { 'a.txt': 'a\n' } });
  hook = github.webhooks({ url: `http://127.0.0.1:${port}/hook`, secret });
  stop = async () => {
    await world.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterEach(() => stop());

const told = () =>
  received.map(({ headers, body }) => `${headers['x-github-event']} ${JSON.parse(body).action}`);

test('what happens is told in order, signed, and each with a number of its own', async () => {
  const { number } = github.fileIssue({ repo: REPO, title: 'One', labels: ['agent'] });
  github.comment({ repo: REPO, number, by: 'alice', body: 'Hello' });
  github.close({ repo: REPO, number });
  await hook.settled();
  expect(told()).toEqual(['issues opened', 'issues labeled', 'issue_comment created', 'issues closed']);
  const [first] = received;
  const digest = createHmac('sha256', secret)
    .update(first?.body ?? '')
    .digest('hex');
  expect(first?.headers['x-hub-signature-256']).toBe(`sha256=${digest}`);
  expect(new Set(received.map(({ headers }) => headers['x-github-delivery'])).size).toBe(4);
  expect(JSON.parse(received[2]?.body ?? '')).toMatchObject({
    repository: { full_name: REPO },
    issue: { number },
    comment: { body: 'Hello' },
    sender: { login: 'alice' },
  });
  expect(hook.deliveries.map(({ outcome }) => outcome)).toEqual(Array(4).fill('delivered'));
});

test('pull requests, reviews, checks and repositories are told of, too', async () => {
  await github.commit({ repo: REPO, branch: 'work', files: { 'a.txt': 'b\n' }, message: 'b' });
  const { number } = await github.openPull({ repo: REPO, head: 'work', title: 'Work' });
  const target = { repo: REPO, number };
  await github.review({ ...target, by: 'bob', state: 'CHANGES_REQUESTED', body: 'No' });
  github.failCheck({ ...target, name: 'test' });
  await github.commit({ repo: REPO, branch: 'work', files: { 'a.txt': 'c\n' }, message: 'c' });
  await github.mergePull(target);
  github.archive({ repo: REPO });
  await hook.settled();
  expect(told()).toEqual([
    'pull_request opened',
    'pull_request_review submitted',
    'check_run created',
    'check_run completed',
    'pull_request synchronize',
    'pull_request closed',
    'repository archived',
  ]);
});

test('deliveries get lost, come twice, too late and in another order', async () => {
  hook.fault({ event: 'issues', drop: true });
  github.fileIssue({ repo: REPO, title: 'Dropped' });
  hook.fault({ duplicate: true });
  github.comment({ repo: REPO, number: 1, body: 'Twice' });
  hook.fault({ reorder: true });
  github.comment({ repo: REPO, number: 1, body: 'Second' });
  github.comment({ repo: REPO, number: 1, body: 'First' });
  await hook.settled();
  hook.fault({ delayMs: 60_000 });
  github.comment({ repo: REPO, number: 1, body: 'Late' });
  github.comment({ repo: REPO, number: 1, body: 'In time' });
  await hook.until((all) => all.at(-1)?.outcome === 'delivered');
  const bodies = received.map(({ body }) => JSON.parse(body).comment.body);
  expect(bodies).toEqual(['Twice', 'Twice', 'First', 'Second', 'In time']);
  expect(received[0]?.headers['x-github-delivery']).toBe(received[1]?.headers['x-github-delivery']);
  expect(hook.deliveries[0]).toMatchObject({ event: 'issues', outcome: 'dropped', statuses: [] });
  expect(hook.deliveries.at(-2)?.outcome).toBe('pending');
});

test('nobody there is a failure, and a person can send it again', async () => {
  const lost = github.webhooks({ url: 'http://127.0.0.1:9/', secret, events: ['issues'] });
  github.fileIssue({ repo: REPO, title: 'One' });
  github.comment({ repo: REPO, number: 1, body: 'Not asked for' });
  const failed = await lost.until((all) => all.find(({ outcome }) => outcome === 'failed'));
  expect([failed.statuses, lost.deliveries.length]).toEqual([[null], 1]);
  await hook.settled();
  const [first] = hook.deliveries;
  if (first) await hook.redeliver(first);
  expect(first?.statuses).toEqual([202, 202]);
  hook.remove();
  github.fileIssue({ repo: REPO, title: 'Two' });
  await hook.settled();
  expect(hook.deliveries).toHaveLength(2);
});
