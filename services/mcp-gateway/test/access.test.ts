import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessions } from '../src/access/sessions.ts';
import { BEARER, startWorld, TOKEN, type World } from './gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const HTML = { accept: 'text/html,*/*' };

describe('without the token', () => {
  it.each(['/mcp', '/metrics', '/readyz', '/board', '/board/api/queues'])('%s is closed', async (path) => {
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: TOKEN },
      { cookie: 'commander_board=x.y.z' },
    ]) {
      const { status, body } = await world.ask(path, { headers, method: path === '/mcp' ? 'POST' : 'GET' });
      expect(status).toBe(401);
      expect(body).toMatch(/^Unauthorized: .*token/);
      expect(body).not.toContain(TOKEN);
    }
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

describe('the board', () => {
  const login = (token: string, headers: Record<string, string> = {}) =>
    world.ask('/board/login', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...HTML, ...headers },
      body: new URLSearchParams({ token }).toString(),
    });
  const cookieOf = ({ headers }: { headers: Record<string, unknown> }) =>
    String(headers['set-cookie']).split(';')[0] ?? '';

  it('asks a browser to log in', async () => {
    const { status, body, headers } = await world.ask('/board', { headers: HTML });
    expect(status).toBe(401);
    expect(body).toContain('<form method="post" action="/board/login">');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('gives a session for the token, and shows the board with it', async () => {
    const entered = await login(` ${TOKEN}\n`);
    expect(entered.status).toBe(200);
    expect(String(entered.headers['set-cookie'])).toMatch(
      /; Path=\/board; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    );
    expect(String(entered.headers['set-cookie'])).not.toContain(TOKEN);
    const cookie = cookieOf(entered);
    const page = await world.ask('/board', { headers: { ...HTML, cookie } });
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>commander<') });
    const script = /src="(static\/[^"]+\.js)"/.exec(page.body)?.[1];
    expect((await world.ask(`/board/${script}`, { headers: { cookie } })).status).toBe(200);
    expect((await world.ask(`/board/${script}`)).status).toBe(401);
    expect((await world.ask('/board/', { headers: { cookie: `a=b; ${cookie}` } })).status).toBe(200);
    expect((await world.ask('/mcp', { method: 'POST', headers: { cookie } })).status).toBe(401);
  });

  it('takes the token once from the address', async () => {
    const address = world.gateway.boardUrl;
    expect(address).toBe(`${world.gateway.url}/board?token=${TOKEN}`);
    const entered = await world.ask(new URL(address).pathname + new URL(address).search, { headers: HTML });
    expect(entered).toMatchObject({ status: 200, body: expect.stringContaining('url=/board') });
    expect((await world.ask('/board', { headers: { cookie: cookieOf(entered) } })).status).toBe(200);
    const refused = await world.ask('/board?token=wrong', { headers: HTML });
    expect(refused).toMatchObject({ status: 401, body: expect.stringContaining('That is not the token') });
  });

  it('refuses a wrong token, other pages and other bodies', async () => {
    expect(await login('wrong')).toMatchObject({
      status: 401,
      body: expect.stringContaining('That is not the token'),
    });
    expect((await login(TOKEN, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await login(TOKEN, { 'content-type': 'application/json' })).status).toBe(415);
    expect((await login('x'.repeat(20_000))).status).toBe(413);
  });
});

describe('sessions', () => {
  const start = Date.UTC(2026, 0, 1);

  it('end after a week, and with the token', () => {
    const value = createSessions('one', () => start).issue();
    const at = (token: string, days: number) =>
      createSessions(token, () => start + days * 86_400_000).isValid(value);
    expect([at('one', 0), at('one', 6.9), at('one', 7), at('two', 0)]).toEqual([true, true, false, false]);
  });

  it('cannot be prolonged or made up', () => {
    const sessions = createSessions('one', () => start);
    const [end, nonce, mac] = sessions.issue().split('.');
    const made = [
      `${Number(end) + 1}.${nonce}.${mac}`,
      `${end}.other.${mac}`,
      `${end}.${nonce}.`,
      '',
      '.',
      '..',
      'x',
    ];
    expect(made.filter((value) => sessions.isValid(value))).toEqual([]);
  });
});
