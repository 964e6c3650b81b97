import { sign } from '@octokit/webhooks-methods';
import { Secret } from '@opencode-commander/config';
import { takeHints } from '@opencode-commander/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readHints } from '../src/webhooks/read-hints.ts';
import { startWorld, type World } from './gateway-world.ts';

const SECRET = 'a-secret-of-webhooks-0123456789';
const PATH = '/webhooks/github';
let world: World;
beforeAll(async () => {
  world = await startWorld({ webhookSecret: new Secret(SECRET) });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await takeHints(world.queues);
  await world.queues.polls.drain();
});

const issue = { action: 'labeled', repository: { full_name: 'acme/web' }, issue: { number: 12 } };

async function deliver(
  payload: unknown,
  { event = 'issues', secret = SECRET, headers = {} }: Delivery = {},
): Promise<number> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const signed = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-hub-signature-256': await sign(secret, body || 'nothing'),
  };
  const answer = await world.ask(PATH, { method: 'POST', headers: { ...signed, ...headers }, body });
  return answer.status;
}
type Delivery = { event?: string; secret?: string; headers?: Record<string, string> };

/** What a delivery has changed: ticks that come now, and what they look at first. */
async function outcome() {
  return { ticks: await world.queues.polls.getWaitingCount(), hints: await takeHints(world.queues) };
}

describe('a signed delivery', () => {
  it('has the poller look now, and nothing else', async () => {
    expect(await deliver(issue)).toBe(202);
    expect(await outcome()).toEqual({ ticks: 1, hints: [{ repo: 'acme/web', number: 12 }] });
    expect((await world.store.list()).length).toBe(0);
  });

  it('may come by any name of this host: GitHub knows it by the outer one', async () => {
    expect(await deliver(issue, { headers: { host: 'hooks.example.com' } })).toBe(202);
  });

  it('that comes many times is one hint', async () => {
    await Promise.all(Array.from({ length: 10 }, () => deliver(issue)));
    expect(await outcome()).toEqual({ ticks: 1, hints: [{ repo: 'acme/web', number: 12 }] });
  });

  it('about something else has the poller look all the same; a ping does not', async () => {
    expect(await deliver({ repository: { full_name: 'acme/web' } }, { event: 'repository' })).toBe(202);
    expect(await outcome()).toEqual({ ticks: 1, hints: [] });
    await world.queues.polls.drain();
    expect(await deliver({ zen: 'Design for failure.' }, { event: 'ping' })).toBe(204);
    expect(await outcome()).toEqual({ ticks: 0, hints: [] });
  });
});

describe('changes nothing and is refused', () => {
  it.each([
    ['another secret', { secret: 'another-secret-0123456789' }, 401],
    ['no signature', { headers: { 'x-hub-signature-256': '' } }, 401],
    ['nonsense for a signature', { headers: { 'x-hub-signature-256': 'sha256=zz' } }, 401],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ])('%s', async (_, delivery, status) => {
    expect(await deliver(issue, delivery)).toBe(status);
    expect(await outcome()).toEqual({ ticks: 0, hints: [] });
  });

  it('a signature of another body', async () => {
    const signature = await sign(SECRET, JSON.stringify(issue));
    const headers = { 'x-hub-signature-256': signature };
    expect(await deliver({ ...issue, issue: { number: 13 } }, { headers })).toBe(401);
  });

  it('what is no JSON', async () => {
    expect(await deliver('{')).toBe(400);
    expect(await deliver('')).toBe(401);
  });

  it('more than five megabytes', async () => {
    expect(await deliver({ ...issue, body: 'x'.repeat(5_000_001) })).toBe(413);
  });

  it('another method', async () => {
    expect((await world.ask(PATH)).status).toBe(404);
  });
});

it('without a secret there is no such address', async () => {
  await using plain = await startWorld();
  const body = JSON.stringify(issue);
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': await sign(SECRET, body) };
  expect((await plain.ask(PATH, { method: 'POST', headers, body })).status).toBe(404);
});

describe('readHints', () => {
  it.each([
    [{ pull_request: { number: 3 } }, [3]],
    [{ issue: { number: 3 }, pull_request: { number: 3 } }, [3]],
    [{ check_run: { pull_requests: [{ number: 4 }, { number: 5 }] } }, [4, 5]],
    [{ check_suite: { pull_requests: [] } }, []],
    [{ issue: { number: -1 } }, []],
    [{ issue: { number: '3' } }, []],
  ])('%j', (payload, numbers) => {
    const hints = readHints({ repository: { full_name: 'acme/web' }, ...payload });
    expect(hints).toEqual(numbers.map((number) => ({ repo: 'acme/web', number })));
  });

  it.each([null, [[]], 5, 'text', {}, { repository: null }, { repository: { full_name: 5 }, issue: {} }])(
    'finds nothing in %j',
    (payload) => expect(readHints(payload)).toEqual([]),
  );
});
