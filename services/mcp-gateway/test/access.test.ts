import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BEARER, startWorld, TOKEN, type World } from './gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
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

  it.each(['evil.example', 'evil.example:7070', '127.0.0.1.evil.example'])(
    'Host %s is refused',
    async (host) => {
      const { status, body } = await world.ask('/metrics', { headers: { ...BEARER, host } });
      expect(status).toBe(403);
      expect(body).toMatch(/^Forbidden/);
    },
  );

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
