// Takes the README's pictures of the pages from what runs, such as the demo: npx tsx scripts/screenshots.ts <the dashboard's address, with its token> [directory]
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

const [address, directory = join(import.meta.dirname, '../docs/images')] = process.argv.slice(2);
if (address === undefined) throw new Error('Give the address of the dashboard, as commander up prints it');

const { origin } = new URL(address);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const viewport = { width: 1200, height: 1000 };
  const page = await browser.newPage({ viewport, colorScheme: 'light' });
  await page.goto(address);
  await page.waitForURL(`${origin}/`);
  await page.getByText('live', { exact: true }).waitFor();
  await take(page, 'fleet');
  await page.locator('main a.task').first().click();
  await page.getByText('live', { exact: true }).waitFor();
  await take(page, 'task');
  await page.goto(`${origin}/board/queue/tasks`);
  await page.getByRole('main').getByText('#').first().waitFor();
  await take(page, 'board');
} finally {
  await browser.close();
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(directory, `${name}.png`) });
}
