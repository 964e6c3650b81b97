import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispatch } from '@opencode-commander/control';
import { startEmbeddedRedis } from '@opencode-commander/queue';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BEARER, REPO, startWorld, type World } from './gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ heartbeatMs: 20 });
});
afterAll(() => world[Symbol.asyncDispose]());

let number = 0;

/** A task that is queued. */
async function queue(on = world): Promise<string> {
  number += 1;
  const url = `https://github.test/${REPO}/issues/${number}`;
  const issue = { repoId: 1, repo: REPO, number, url, title: 'One', body: '', labels: [] };
  const readIssue = async () => ({ ...issue, state: 'open' as const, isPullRequest: false });
  const unused = () => Promise.reject(new Error('not asked for'));
  const control = {
    ...{ ...on, host: 'github.test', now: () => new Date(), readIssue },
    readRepository: async (fullName: string) => ({ id: 1, fullName, canPush: true, archived: false }),
    ...{ openIssue: unused, blockedRepositories: () => [] },
  };
  return (await dispatch(control, { github_issue_url: `${REPO}#${number}` })).task.id;
}

async function cancel(id: string): Promise<void> {
  const epoch = (await world.store.get(id))?.epoch ?? 0;
  await world.store.change({ id, epoch, at: new Date().toISOString(), status: 'cancelled' });
}

function say(id: string, message: string): Promise<void> {
  const at = new Date().toISOString();
  return world.store.appendEvent(id, { type: 'service', at, level: 'info', message });
}

type Listening = { sent: ClientRequest; response: IncomingMessage };

async function listen(id: string, headers: Record<string, string> = {}, on = world): Promise<Listening> {
  const sent = request(`${on.gateway.url}/api/tasks/${id}/events`, {
    headers: { ...BEARER, ...headers },
    agent: false,
  });
  const answered = once(sent, 'response');
  sent.end();
  const [response] = (await answered) as [IncomingMessage];
  response.setEncoding('utf8');
  return { sent, response };
}

/** What was heard until it matches. */
async function until(response: IncomingMessage, pattern: RegExp): Promise<string> {
  let heard = '';
  for await (const chunk of response.iterator({ destroyOnReturn: false })) {
    heard += chunk;
    if (pattern.test(heard)) return heard;
  }
  throw new Error(`it ended without ${pattern}: ${heard}`);
}

it('tell what happened, then what happens, until the task has ended', async () => {
  const id = await queue();
  const { response } = await listen(id);
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  const before = await until(response, /accepted.*\n\n/);
  expect(before).toMatch(/^id: \d+-\d+\ndata: \{"type":"status",.*"message":"accepted"\}\n\n/m);
  await until(response, /^: alive\n\n/m);
  await say(id, 'live');
  await until(response, /"message":"live"/);
  await cancel(id);
  expect(await until(response, /event: end/)).toMatch(/"cancelled".*\n\nevent: end\ndata: \{\}\n\n$/s);
});

it('go on where somebody left off, and say when nothing comes any more', async () => {
  const id = await queue();
  await say(id, 'first');
  await say(id, 'second');
  const events = await world.store.readEvents(id);
  const { response, sent } = await listen(id, { 'last-event-id': events.at(-2)?.cursor ?? '' });
  const heard = await until(response, /second/);
  expect(heard).not.toContain('first');
  sent.destroy();
  await cancel(id);
  const end = (await world.store.readEvents(id, { last: true, limit: 1 }))[0]?.cursor ?? '';
  const back = await listen(id, { 'last-event-id': end });
  expect(back.response.statusCode).toBe(204);
  back.response.resume();
});

it('go on past what cannot be read, also after the end', async () => {
  const id = await queue();
  await cancel(id);
  const end = (await world.store.readEvents(id, { last: true, limit: 1 }))[0]?.cursor ?? '';
  await world.redis.xadd(`{${world.prefix}}:task:${id}:events`, '*', 'event', 'nonsense');
  await say(id, 'afterwards');
  const { response } = await listen(id, { 'last-event-id': end });
  expect(await until(response, /event: end/)).toContain('afterwards');
});

it.each([
  ['an unknown task', '999-abcdef', {}, 404, 'no task'],
  ['no id', 'nonsense', {}, 400, 'id: '],
  ['no cursor', '12-abcdef', { 'last-event-id': 'x' }, 400, 'last-event-id: '],
])('refuse %s in JSON', async (_name, id, headers, status, line) => {
  const answer = await world.ask(`/api/tasks/${id}/events`, { headers: { ...BEARER, ...headers } });
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.body).error).toContain(line);
});

it('want the token', async () => {
  expect((await world.ask('/api/tasks/12-abcdef/events')).status).toBe(401);
});

it('let go of Redis when the client goes', async () => {
  // Of one's own: connections are counted.
  const dataDir = await mkdtemp(join(tmpdir(), 'd-'));
  const redis = await startEmbeddedRedis({ dataDir, runDir: dataDir });
  const alone = await startWorld({ redisUrl: redis.url });
  const id = await queue(alone);
  const connections = async () =>
    String(await alone.redis.client('LIST'))
      .trim()
      .split('\n').length;
  const before = await connections();
  const { sent, response } = await listen(id, {}, alone);
  await until(response, /accepted/);
  await expect.poll(connections).toBe(before + 1);
  sent.destroy();
  await expect.poll(connections).toBe(before);
  await alone[Symbol.asyncDispose]();
  await redis.stop();
  await rm(dataDir, { recursive: true });
});

it('are for no more than may follow at once, by whatever way in, and for others when one has left', async () => {
  await using small = await startWorld({ maxFollowers: 2 });
  const id = await queue(small);
  const first = await listen(id, {}, small);
  await until(first.response, /accepted/);
  const client = await small.client();
  const told: string[] = [];
  const follow = { name: 'commander_logs', arguments: { task_id: id, follow: true, seconds: 60 } };
  const following = client.callTool(follow, undefined, {
    onprogress: ({ message }) => void told.push(message ?? ''),
  });
  await expect.poll(() => told.join()).toContain('accepted');
  const refused = await listen(id, {}, small);
  expect(refused.response.statusCode).toBe(503);
  expect(refused.response.headers['retry-after']).toBe('5');
  expect(await until(refused.response, /exit_code/)).toContain('has 2 followers of logs, as many as it may');
  expect(await client.callTool(follow)).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining('as many as it may') }],
  });
  first.sent.destroy();
  const again = async () => {
    const { response, sent } = await listen(id, {}, small);
    response.resume();
    sent.destroy();
    return response.statusCode;
  };
  await expect.poll(again).toBe(200);
  const epoch = (await small.store.get(id))?.epoch ?? 0;
  await small.store.change({ id, epoch, at: new Date().toISOString(), status: 'cancelled' });
  expect(await following).toMatchObject({ structuredContent: { more: false } });
});
