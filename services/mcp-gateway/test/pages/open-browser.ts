import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { TOKEN, type World } from '../gateway-world.ts';

/** A browser without a window. As root it has no sandbox of its own. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

function findChromium(): string {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const found = directories.map((each) => join(each, 'chromium')).find(isExecutable);
  if (found === undefined) throw new Error('There is no Chromium: npm test installs it');
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export type Visit = { page: Page; complaints: string[]; [Symbol.asyncDispose](): Promise<void> };

/** Somebody who is logged in looks at a page; what the browser complains about is kept. */
export async function visit(
  browser: Browser,
  world: World,
  { path, ...options }: BrowserContextOptions & { path: string },
): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${world.gateway.url}${path}?token=${TOKEN}`);
  await page.waitForURL(`${world.gateway.url}${path}`);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** What axe-core finds wrong with a page, a line each. https://github.com/dequelabs/axe-core */
export async function violations(page: Page): Promise<string[]> {
  // Not as a script of the page's: its policy allows none but its own.
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(),
  );
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

/** How far a page reaches beyond the window, in px. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
