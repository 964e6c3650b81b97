import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '../gateway-world.ts';
import { openBrowser, overflow, violations, visit } from '../pages/open-browser.ts';
import { stage } from '../pages/stage.ts';

let world: World;
let browser: Browser;
beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ boardChanges: true }), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await world[Symbol.asyncDispose]();
});

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

/** What Bull Board's own markup violates; a new rule in here is for looking at, not for letting through. */
const ITS_OWN = [
  'button-name',
  'color-contrast',
  'heading-order',
  'image-redundant-alt',
  'label-content-name-mismatch',
  'page-has-heading-one',
  'svg-img-alt',
];

it.each([
  ['wide', {}],
  ['on a phone', PHONE],
])('shows the runs of tasks without a complaint %s', async (_name, options) => {
  await stage(world).queued('Show <b>me</b>');
  await using at = await visit(browser, world, { path: '/board', ...options });
  await at.page.goto(`${world.gateway.url}/board/queue/tasks`);
  await at.page.getByText('acme/web#').first().waitFor();
  expect(at.complaints).toEqual([]);
  const rules = new Set((await violations(at.page)).map((line) => line.split(':')[0]));
  expect([...rules].filter((rule) => !ITS_OWN.includes(rule ?? ''))).toEqual([]);
  expect(await overflow(at.page)).toBe(0);
});

it('leads to the page of a task', async () => {
  const id = await stage(world).queued('From the board');
  await using at = await visit(browser, world, { path: '/board' });
  await at.page.goto(`${world.gateway.url}/board/queue/tasks/run-${id}`);
  const [page] = await Promise.all([
    at.page.context().waitForEvent('page'),
    at.page.getByRole('link', { name: 'Task', exact: true }).click(),
  ]);
  await page.getByRole('heading', { name: 'From the board' }).waitFor();
  expect(at.complaints).toEqual([]);
});
