import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Secret } from '@opencode-commander/config';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BEARER, startWorld, TOKEN, type World } from './gateway-world.ts';

/** Every route of every app that begins, as `<method> <url>`: GET, HEAD and all. */
const routes = new Map<FastifyInstance, string[]>();
// https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks
const onApp = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance };
  const known: string[] = [];
  routes.set(fastify, known);
  fastify.addHook('onRoute', ({ method, url }) => {
    known.push(...[method].flat().map((each) => `${each} ${url}`));
  });
};

let world: World;
beforeAll(async () => {
  subscribe('fastify.initialization', onApp);
  world = await startWorld({ boardChanges: true, webhookSecret: new Secret('a-secret-of-webhooks') });
  unsubscribe('fastify.initialization', onApp);
});
afterAll(() => world[Symbol.asyncDispose]());

describe('without the token', () => {
  it.each(['/mcp', '/metrics', '/readyz', '/board', '/board/api/queues'])('%s is closed', async (path) => {
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: TOKEN },
      { cookie: 'commander_session=x.y.z' },
    ]) {
      const { status, body } = await world.ask(path, { headers, method: path === '/mcp' ? 'POST' : 'GET' });
      expect(status).toBe(401);
      expect(body).toMatch(/^Unauthorized: .*token/);
      expect(body).not.toContain(TOKEN);
    }
  });

  it('every route there is refuses, but those that are for everybody', async () => {
    const port = Number(new URL(world.gateway.url).port);
    const isGateway = ([{ server }]: [FastifyInstance, string[]]) => {
      const address = server.address();
      return typeof address === 'object' && address?.port === port;
    };
    const all = [...routes].find(isGateway)?.[1] ?? [];
    const open: string[] = [];
    for (const route of all) {
      const [method = '', url = ''] = route.split(' ');
      const path = url.replaceAll(/:\w+/g, '12-abcdef').replaceAll('*', 'x');
      if ((await world.ask(path, { method })).status !== 401) open.push(route);
    }
    const isForEverybody = (route: string) => /^(GET|HEAD) \/assets\/[\w-]+\.\w+$/.test(route);
    expect(open.filter((route) => !isForEverybody(route)).sort()).toEqual([
      ...['GET /healthz', 'GET /login', 'HEAD /healthz', 'HEAD /login'],
    ]);
    expect(all).toEqual(expect.arrayContaining(['GET /', 'POST /api/status', 'POST /mcp', 'POST /logout']));
    expect(all.filter((route) => route.includes(' /board/')).length).toBeGreaterThan(10);
  });

  it.each(['//', '//?token=wrong'])('%s is closed as any page', async (path) => {
    expect((await world.ask(path)).status).toBe(401);
    expect((await world.ask(path, { headers: BEARER })).status).toBe(200);
  });

  it('only the sign of life is open', async () => {
    expect(await world.ask('/healthz')).toMatchObject({ status: 200, body: '{"ok":true}' });
  });

  it('says what there is on unknown paths', async () => {
    expect(await world.ask('/nothing')).toMatchObject({
      status: 404,
      body: expect.stringContaining('/board'),
    });
  });
});

describe('an address that cannot be read', () => {
  it.each(['/%', '/tasks/%zz', '/board/%'])('%s is refused in a line', async (path) => {
    const { status, body } = await world.ask(path);
    expect({ status, body }).toEqual({
      status: 400,
      body: expect.stringMatching(/^Bad request: .*%20\.\n$/),
    });
  });

  it('is refused in JSON under /api', async () => {
    const { status, body } = await world.ask('/api/%');
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual({ error: expect.stringMatching(/^Bad request/), exit_code: 4 });
  });

  it.each(['/%', '/api/%'])('%s is not looked at for another Host', async (path) => {
    const { status, body } = await world.ask(path, { headers: { host: 'evil.example' } });
    expect({ status, body }).toEqual({
      status: 403,
      body: expect.stringMatching(/^Forbidden: this gateway/),
    });
  });
});

describe('an id that is too long', () => {
  const long = 'a'.repeat(10_000);

  it.each([
    [`/tasks/${long}`, 404, 'There is no task'],
    [`/api/tasks/${long}/events`, 400, '"exit_code":4'],
  ])('is refused in the words of its way in', async (path, status, words) => {
    expect((await world.ask(path)).status).toBe(401);
    const answer = { status, body: expect.stringContaining(words) };
    expect(await world.ask(path, { headers: BEARER })).toMatchObject(answer);
  });
});

describe('with the token', () => {
  it.each(['/metrics', '/readyz', '/board'])('%s is open', async (path) => {
    expect((await world.ask(path, { headers: BEARER })).status).toBe(200);
  });

  const OURS = 'Forbidden: this gateway answers to localhost, 127.0.0.1, [::1], not to';

  it.each([
    ...['evil.example', 'evil.example:7070', '127.0.0.1.evil.example'].map((host) => [
      host,
      `Host ${host.split(':')[0]}`,
    ]),
    ...[' ', 'user@127.0.0.1', '127.0.0.1/x', '127.0.0.1?x', '127.0.0.1#x', '127.0.0.1\\x', '[::1'].map(
      (host) => [host, 'a Host that is none'],
    ),
  ])('Host "%s" is refused', async (host = '', words) => {
    const { status, body } = await world.ask('/metrics', { headers: { ...BEARER, host } });
    expect({ status, body }).toEqual({ status: 403, body: `${OURS} ${words}.\n` });
  });

  it.each(['localhost', 'localhost:9', '127.0.0.1', '[::1]:7070', 'LOCALHOST'])(
    'Host %s is ours',
    async (host) => {
      expect((await world.ask('/metrics', { headers: { ...BEARER, host } })).status).toBe(200);
    },
  );

  it.each(['https://evil.example', 'null', 'file://', 'http://localhost:1'])(
    'Origin %s is refused',
    async (origin) => {
      const { status } = await world.ask('/mcp', { method: 'POST', headers: { ...BEARER, origin } });
      expect(status).toBe(403);
    },
  );

  it('its own Origin is accepted', async () => {
    const headers = { ...BEARER, origin: world.gateway.url };
    expect((await world.ask('/metrics', { headers })).status).toBe(200);
  });
});
