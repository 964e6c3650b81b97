import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BEARER, startWorld, TOKEN, type World } from '../gateway-world.ts';
import { stage } from '../pages/stage.ts';
import { browse, cookieOf, HTML, logIn } from './browse.ts';
import { signing } from './signing.ts';

let world: World;
let task: string;
beforeAll(async () => {
  world = await startWorld();
  task = await stage(world).queued('One');
});
afterAll(() => world[Symbol.asyncDispose]());

describe('a browser without a session', () => {
  it.each(['/', '/tasks/12-abcdef', '/board'])('is asked for the token at %s', async (path) => {
    const { status, body, headers } = await world.ask(path, { headers: HTML });
    expect(status).toBe(401);
    expect(body).toContain('<form method="post" action="/login"');
    expect(body).toContain(`name="next" value="${path}"`);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it('that followed a link elsewhere asks once more, by itself', async () => {
    const headers = { ...HTML, 'sec-fetch-site': 'cross-site' };
    const { status, body } = await world.ask('/tasks/12-abcdef', { headers });
    expect(status).toBe(200);
    expect(body).toContain('content="0; url=/tasks/12-abcdef"');
    expect(body).not.toContain('form');
  });
});

describe('the login', () => {
  it('gives a session for the token, for all pages and the board', async () => {
    const entered = await logIn(world, { token: ` ${TOKEN}\n`, next: '/board' });
    expect(entered).toMatchObject({ status: 200, body: expect.stringContaining('url=/board') });
    expect(String(entered.headers['set-cookie'])).toMatch(
      /^commander_session=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/,
    );
    expect(String(entered.headers['set-cookie'])).not.toContain(TOKEN);
    const headers = { ...HTML, cookie: `a=b; ${cookieOf(entered)}` };
    expect((await world.ask('/', { headers })).status).toBe(200);
    const board = await world.ask('/board', { headers });
    expect(board).toMatchObject({ status: 200, body: expect.stringContaining('<title>commander<') });
    const script = /src="(static\/[^"]+\.js)"/.exec(board.body)?.[1];
    expect((await world.ask(`/board/${script}`, { headers })).status).toBe(200);
    expect((await world.ask(`/board/${script}`)).status).toBe(401);
    expect((await world.ask('/mcp', { method: 'POST', headers })).status).toBe(401);
    expect((await world.ask('/api/status', { method: 'POST', headers })).status).toBe(401);
    expect((await world.ask('/login?next=/board', { headers })).headers['location']).toBe('/board');
  });

  it.each(['/', '/board', '/login'])('takes the token once from the address %s', async (path) => {
    const entered = await world.ask(`${path}?token=${TOKEN}`, { headers: HTML });
    expect(entered.status).toBe(200);
    expect(entered.body).toContain(`url=${path === '/login' ? '/' : path}"`);
    expect((await world.ask('/', { headers: { cookie: cookieOf(entered) } })).status).toBe(200);
    const refused = await world.ask(`${path}?token=wrong`, { headers: HTML });
    expect(refused).toMatchObject({ status: 401, body: expect.stringContaining('That is not the token') });
  });

  it.each(['/', '/board', '/live/fleet'])('takes it out of %s for who has a session too', async (path) => {
    const browser = await browse(world);
    for (const offered of [TOKEN, 'wrong']) {
      const { status, body } = await browser.get(`${path}?token=${offered}`);
      expect({ status, body }).toEqual({ status: 200, body: expect.stringContaining(`url=${path}"`) });
      expect(body).not.toContain(offered);
    }
  });

  it('is where the address for the person at the terminal leads', async () => {
    expect(world.gateway.pagesUrl).toBe(`${world.gateway.url}/?token=${TOKEN}`);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/"><b>'])(
    'never goes on to %s',
    async (next) => {
      const { body } = await logIn(world, { token: TOKEN, next });
      expect(body).toContain('content="0; url=/"');
    },
  );

  it('refuses a wrong token, other pages and other bodies', async () => {
    const wrong = await logIn(world, { token: 'wrong' });
    expect(wrong).toMatchObject({ status: 401, body: expect.stringContaining('That is not the token') });
    expect((await logIn(world, { token: TOKEN }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await logIn(world, { token: TOKEN }, { 'content-type': 'application/json' })).status).toBe(415);
    expect((await logIn(world, { token: 'x'.repeat(200_000) })).status).toBe(413);
  });

  it('ends with the logout', async () => {
    const browser = await browse(world);
    const left = await browser.send('/logout');
    expect(left).toMatchObject({ status: 303, headers: { location: '/login' } });
    expect(String(left.headers['set-cookie'])).toMatch(/^commander_session=; .*Max-Age=0$/);
    for (const path of ['/', '/live/fleet', '/board'])
      expect((await browser.get(path)).status, `a copied cookie at ${path}`).toBe(401);
    expect((await browser.send('/pause')).status).toBe(401);
    expect((await browser.get('/login')).status).toBe(200);
    expect((await (await browse(world)).get('/')).status, 'a new session').toBe(200);
  });
});

const READ = [
  '/',
  '/tasks/:task',
  '/tasks/:task/log',
  '/live/fleet',
  '/live/tasks/:task',
  '/board',
  '/board/api/queues',
];
const SENT = [
  ...['answer', 'cancel', 'retry', 'priority', 'model', 'budget'].map((name) => `/tasks/:task/${name}`),
  ...['/pause', '/resume', '/logout'],
];
const path = (route: string) => route.replace(':task', task);

describe('an expired or forged session', () => {
  const forged = () => {
    const past = signing(TOKEN, () => Date.now() - 8 * 86_400_000).issue();
    const elsewhere = signing('another token', Date.now).issue();
    const later = signing(TOKEN, Date.now).issue().replace(/^\d/, '9');
    return [past, elsewhere, later, 'x.y.z', ''];
  };

  it.each(READ)('opens nothing at %s', async (route) => {
    for (const value of forged()) {
      const { status, body } = await world.ask(path(route), {
        headers: { cookie: `commander_session=${value}` },
      });
      expect({ status, body }).toEqual({ status: 401, body: expect.stringMatching(/^Unauthorized/) });
    }
  });

  it.each(SENT)('changes nothing at %s', async (route) => {
    for (const value of forged()) {
      const form_token = signing(TOKEN, Date.now).formToken(value);
      const { status } = await world.ask(path(route), {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          cookie: `commander_session=${value}`,
        },
        body: new URLSearchParams({ form_token }).toString(),
      });
      expect(status).toBe(401);
    }
    expect((await world.store.get(task))?.status).toBe('queued');
  });
});

describe('a session', () => {
  const isStream = (route: string) => route.startsWith('/live/');

  it.each(READ.filter((route) => !isStream(route)))('may ask for the head of %s', async (route) => {
    const { status, body } = await (await browse(world)).get(path(route), { method: 'HEAD' });
    expect({ status, body }).toEqual({ status: 200, body: '' });
  });

  it.each(READ.filter(isStream))('begins no stream by asking for the head of %s', async (route) => {
    expect((await (await browse(world)).get(path(route), { method: 'HEAD' })).status).toBe(404);
  });
});

describe('a form', () => {
  it.each(SENT)('is refused at %s without the token of its session', async (route) => {
    const [browser, other] = [await browse(world), await browse(world)];
    for (const form_token of ['', 'wrong', other.formToken]) {
      const { status, body } = await browser.send(path(route), { form_token });
      expect({ status, body }).toEqual({ status: 403, body: expect.stringMatching(/^Forbidden: this form/) });
    }
    const elsewhere = await browser.send(path(route), {}, { origin: 'https://evil.example' });
    expect(elsewhere.status).toBe(403);
    expect((await world.store.get(task))?.status).toBe('queued');
  });

  it('needs none with the bearer token', async () => {
    const { status } = await world.ask(`/tasks/${task}/priority`, {
      method: 'POST',
      headers: { ...BEARER, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'priority=high',
    });
    expect(status).toBe(303);
    expect((await world.store.get(task))?.priority).toBe('high');
  });
});
