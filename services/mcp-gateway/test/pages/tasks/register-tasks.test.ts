import { afterAll, beforeAll, expect, it } from 'vitest';
import { REPO, startWorld, type World } from '../../gateway-world.ts';
import { browse } from '../../login/browse.ts';
import { stage } from '../stage.ts';

let world: World;
let browser: Awaited<ReturnType<typeof browse>>;
beforeAll(async () => {
  world = await startWorld();
  browser = await browse(world);
});
afterAll(() => world[Symbol.asyncDispose]());

it('lists all tasks, those of a status, and those of a repository', async () => {
  const gone = await stage(world).queued('Gone <b>');
  const queued = await stage(world).queued('Queued');
  await browser.send(`/tasks/${gone}/cancel`, { reason: 'a mistake' });
  const all = await browser.get('/tasks');
  expect(all.body).toContain(`href="/tasks/${gone}"`);
  expect(all.body).toContain(`href="/tasks/${queued}"`);
  expect(all.body).toContain('Gone &lt;b&gt;');
  const cancelled = await browser.get('/tasks?status=cancelled&repo=');
  expect(cancelled.body).toContain(`href="/tasks/${gone}"`);
  expect(cancelled.body).not.toContain(`href="/tasks/${queued}"`);
  expect(cancelled.body).toContain('<option value="cancelled" selected>');
  expect((await browser.get(`/tasks?repo=${REPO}`)).body).toContain(`href="/tasks/${queued}"`);
  expect((await browser.get('/tasks?repo=acme/other')).body).toContain('No such task is here.');
});

it('goes from page to page', { timeout: 30_000 }, async () => {
  for (let number = 0; number < 50; number++) await stage(world).queued(`One of many ${number}`);
  const first = await browser.get('/tasks?status=queued');
  const [, next = ''] = /href="([^"]+)" rel="next"/.exec(first.body) ?? [];
  expect(next).toMatch(/^\/tasks\?status=queued&amp;cursor=\d+_/);
  const second = await browser.get(next.replaceAll('&amp;', '&'));
  expect(second.body).toContain('The newest');
  expect(second.body).not.toContain('rel="next"');
});

it('says what is wrong with an address', async () => {
  expect(await browser.get('/tasks?repo=nonsense')).toMatchObject({ status: 400 });
  expect(await browser.get('/tasks?status=bogus')).toMatchObject({
    status: 400,
    body: expect.stringContaining('status: Invalid option: expected one of '),
  });
});
