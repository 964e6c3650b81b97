import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, TOKEN, type World } from '../../gateway-world.ts';
import { browse } from '../../login/browse.ts';
import { signing } from '../../login/signing.ts';
import { stage } from '../stage.ts';
import { fragmentsOf, listen, until } from './listen.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ heartbeatMs: 30, refreshMs: 20 });
});
afterAll(() => world[Symbol.asyncDispose]());

/** A page with its stream. */
async function open(path: string) {
  const browser = await browse(world);
  const { body } = await browser.get(path);
  const live = /data-live="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  return {
    ...browser,
    body,
    live,
    ...(await listen(`${world.gateway.url}${live}`, { cookie: browser.cookie })),
  };
}

it('shows the fleet as it changes', async () => {
  const id = await stage(world).queued('First');
  const { response, sent, body } = await open('/');
  expect(body).toContain('First');
  expect(response.headers['content-type']).toContain('text/event-stream');
  await stage(world).change(id, { patch: { title: 'Renamed' } });
  const heard = await until(response, /Renamed.*\n\n/);
  expect(fragmentsOf(heard).map((fragment) => fragment.id)).toContain('queue');
  expect(fragmentsOf(heard).length).toBeLessThan(5);
  sent.destroy();
});

it('appends to the transcript of a task, and replaces what is there', async () => {
  const on = stage(world);
  const id = await on.running('Second');
  const { response, sent } = await open(`/tasks/${id}`);
  const call = { type: 'tool', callId: 'one', tool: 'bash', title: 'ls', output: '' } as const;
  await on.happens(id, { ...call, state: 'running' });
  const [began] = fragmentsOf(await until(response, /event: fragment\ndata: .*\n\n/));
  expect(began).toMatchObject({ within: 'transcript', html: expect.stringContaining('runs: ') });
  await on.happens(id, { ...call, state: 'completed' });
  const [ended] = fragmentsOf(await until(response, /event: fragment\ndata: .*\n\n/));
  expect(ended).toMatchObject({ id: began?.id, html: expect.stringContaining('done: ') });
  sent.destroy();
});

it('shows the diff of a task once it is published', async () => {
  const on = stage(world);
  const id = await on.running('Published');
  const { response, sent, body } = await open(`/tasks/${id}`);
  expect(body).toContain('<section id="diff" hidden>');
  const { epoch = 0 } = (await world.store.get(id)) ?? {};
  const diff = 'diff --git a/x.ts b/x.ts\n@@ -0,0 +1 @@\n+<script>\n';
  await world.store.keepDiff(id, { files: [], diff, truncated: true }, { epoch });
  await on.change(id, { patch: { commits: 1 } });
  const heard = fragmentsOf(await until(response, /"id":"diff".*\n\n/)).find((each) => each.id === 'diff');
  expect(heard?.html).toContain('<span class="added">+&lt;script&gt;');
  expect(heard?.html).toContain('only the beginning');
  sent.destroy();
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
  const almostOver = signing(TOKEN, () => Date.now() - 7 * 86_400_000 + 300).issue();
  const { response } = await listen(`${world.gateway.url}/live/fleet`, {
    cookie: `commander_session=${almostOver}`,
  });
  expect(response.statusCode).toBe(200);
  response.resume();
  await once(response, 'end');
});

it('is live for no more than may look at once, and for others when one has left', async () => {
  await using small = await startWorld({ maxViewers: 2 });
  const id = await stage(small).queued('Small');
  const { cookie, get } = await browse(small);
  const look = (path: string) => listen(`${small.gateway.url}${path}`, { cookie });
  const [first, second] = [await look('/live/fleet'), await look(`/live/tasks/${id}`)];
  expect([first.response.statusCode, second.response.statusCode]).toEqual([200, 200]);
  const { status, headers, body } = await get('/live/fleet');
  expect({ status, wait: headers['retry-after'] }).toEqual({ status: 503, wait: '5' });
  expect(body).toContain('has 2 live pages open, as many as it may: try again when some have left');
  expect((await get('/')).status).toBe(200);
  first.sent.destroy();
  const again = async () => {
    const { response, sent } = await look('/live/fleet');
    sent.destroy();
    return response.statusCode;
  };
  await expect.poll(again).toBe(200);
  second.sent.destroy();
});

it.each(['/tasks/12-abcdef', '/live/tasks/12-abcdef', '/tasks/nonsense', '/tasks/12-abcdef/log'])(
  'there is no task at %s',
  async (path) => {
    const { status, body } = await (await browse(world)).get(path);
    expect({ status, body }).toEqual({ status: 404, body: expect.stringContaining('no task') });
    expect(body).toContain('href="/tasks">To all tasks');
    expect(body).not.toContain('commander tasks');
  },
);
