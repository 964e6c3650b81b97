import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSessions } from '../../../src/login/sessions.ts';
import { startWorld, TOKEN, type World } from '../../gateway-world.ts';
import { browse } from '../../login/browse.ts';
import { stage } from '../stage.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ heartbeatMs: 30, refreshMs: 20 });
});
afterAll(() => world[Symbol.asyncDispose]());

type Listening = { sent: ClientRequest; response: IncomingMessage };

async function listen(path: string, headers: Record<string, string>): Promise<Listening> {
  const sent = request(`${world.gateway.url}${path}`, { headers, agent: false });
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

function fragments(heard: string): { id: string; within?: string; html: string }[] {
  return [...heard.matchAll(/^event: fragment\ndata: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
}

/** A page with its stream. */
async function open(path: string) {
  const browser = await browse(world);
  const { body } = await browser.get(path);
  const live = /data-live="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  return { ...browser, live, ...(await listen(live, { cookie: browser.cookie })) };
}

it('sends nothing of what the page has already, then only what changes', async () => {
  const on = stage(world);
  const id = await on.queued('First');
  const { response, sent } = await open('/');
  expect(response.headers['content-type']).toContain('text/event-stream');
  expect(fragments(await until(response, /alive.*alive/s))).toEqual([]);
  await world.store.change({
    id,
    epoch: (await world.store.get(id))?.epoch ?? 0,
    at: new Date().toISOString(),
    patch: { priority: 'low' },
  });
  const heard = await until(response, /^event: fragment\n.*alive/ms);
  expect(fragments(heard).map((fragment) => fragment.id)).toEqual(['queue']);
  expect(heard).toMatch(/^id: [\w-]{16}$/m);
  sent.destroy();
});

it('appends to the transcript of a task, and replaces what is there', async () => {
  const on = stage(world);
  const id = await on.running('Second');
  const { response, sent } = await open(`/tasks/${id}`);
  const call = { type: 'tool', callId: 'one', tool: 'bash', title: 'ls', output: '' } as const;
  await on.happens(id, { ...call, state: 'running' });
  const [began] = fragments(await until(response, /event: fragment\ndata: .*\n\n/));
  expect(began).toMatchObject({ within: 'transcript', html: expect.stringContaining('runs: ') });
  await on.happens(id, { ...call, state: 'completed' });
  const [ended] = fragments(await until(response, /event: fragment\ndata: .*\n\n/));
  expect(ended).toMatchObject({ id: began?.id, html: expect.stringContaining('done: ') });
  sent.destroy();
});

it('sends to a browser that comes back nothing of what it had', async () => {
  const { response, sent, live, cookie } = await open('/');
  await stage(world).queued('Third');
  const heard = await until(response, /^id: .*\nevent: fragment\ndata: .*\n\n/m);
  sent.destroy();
  const last = /^id: (.*)$/m.exec(heard)?.[1] ?? '';
  const back = await listen(live, { cookie, 'last-event-id': last });
  expect(fragments(await until(back.response, /alive.*alive/s))).toEqual([]);
  back.sent.destroy();
  const without = await listen('/live/fleet', { cookie });
  expect(fragments(await until(without.response, /alive/)).length).toBeGreaterThan(5);
  without.sent.destroy();
});

it('reads once for all who look', async () => {
  const watching = await Promise.all(Array.from({ length: 10 }, () => open('/')));
  const reads = async () => {
    const stats = String(await world.redis.info('commandstats'));
    return Number(/cmdstat_zrevrange:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  };
  const perLook = await measure(reads, 500);
  for (const { sent } of watching.slice(1)) sent.destroy();
  const alone = await measure(reads, 500);
  expect(perLook).toBeLessThan(2 * alone + 50);
  watching[0]?.sent.destroy();
});

async function measure(reads: () => Promise<number>, ms: number): Promise<number> {
  const before = await reads();
  await new Promise((resolve) => setTimeout(resolve, ms));
  return (await reads()) - before;
}

it('ends with the session', async () => {
  const almostOver = createSessions(TOKEN, () => Date.now() - 7 * 86_400_000 + 300).issue();
  const { response } = await listen('/live/fleet', { cookie: `commander_session=${almostOver}` });
  expect(response.statusCode).toBe(200);
  response.resume();
  await once(response, 'end');
});

it.each(['/tasks/12-abcdef', '/live/tasks/12-abcdef', '/tasks/nonsense', '/tasks/12-abcdef/log'])(
  'there is no task at %s',
  async (path) => {
    const { status, body } = await (await browse(world)).get(path);
    expect({ status, body }).toEqual({ status: 404, body: expect.stringContaining('no task') });
  },
);
