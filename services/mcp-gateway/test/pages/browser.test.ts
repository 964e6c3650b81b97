import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, TOKEN, type World } from '../gateway-world.ts';
import { openBrowser, overflow, violations, visit } from './open-browser.ts';
import { agentAsks, budgetAsked, permissionAsked, stage } from './stage.ts';

let world: World;
let browser: Browser;
beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ refreshMs: 100 }), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await world[Symbol.asyncDispose]();
});

const HOSTILE =
  'Break <script>document.title="broken"</script> \u202Egnp.exe "\'><img src=x onerror=alert(1)>';
const COLOURS = [
  { label: 'Red', description: '' },
  { label: 'Blue', description: '' },
];

describe('somebody at a browser', () => {
  it('logs in by the form, and out again', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${world.gateway.url}/`);
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('That is not the token').waitFor();
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Fleet' }).waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await page.goto(`${world.gateway.url}/`);
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await context.close();
  });

  it('sees what changes, and answers what is asked while it does', async () => {
    const on = stage(world);
    await using at = await visit(browser, world, { path: '/' });
    const { page } = at;
    const id = await on.asking('Paint it', agentAsks({ question: 'Which colour?', options: COLOURS }));
    const card = page.getByRole('listitem').filter({ hasText: 'Paint it' });
    await card.getByLabel('In your own words').fill('Gre');
    const other = await on.running('Something else');
    await on.asking('Another one', permissionAsked());
    await page.locator('#running').getByText('Something else').waitFor();
    await page.locator('#waiting').getByText('Another one').waitFor();
    const words = card.getByLabel('In your own words');
    expect(await words.inputValue()).toBe('Gre');
    expect(await page.evaluate('document.activeElement.name')).toBe('words-0');
    await page.keyboard.type('en');
    await card.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.locator('#queue').getByText('Paint it').waitFor();
    expect((await world.store.get(id))?.answer?.reply).toEqual({ kind: 'answers', answers: [['Green']] });
    await on.change(other, {
      status: 'failed',
      patch: { failure: { kind: 'agent', message: 'It gave up' } },
    });
    await page.locator('#ended').getByText('It gave up').waitFor();
    expect(at.complaints).toEqual([]);
  });

  it('follows a task, and cancels it with the keyboard alone', async () => {
    const on = stage(world);
    const id = await on.running('Follow me');
    await using at = await visit(browser, world, { path: `/tasks/${id}` });
    const { page } = at;
    await on.happens(id, { type: 'agent_text', text: 'I look around' });
    await page.locator('#transcript').getByText('I look around').waitFor();
    await on.happens(id, {
      type: 'tool',
      callId: 'x',
      tool: 'bash',
      state: 'running',
      title: 'npm test',
      output: '',
    });
    await page.locator('#transcript').getByText('npm test').waitFor();
    await tabTo(at.page, 'Cancel …');
    await page.keyboard.press('Enter');
    await tabTo(at.page, `Yes, cancel ${id}`);
    await page.keyboard.press('Enter');
    await page.locator('#about').getByText('cancelled').waitFor();
    expect((await world.store.get(id))?.status).toBe('cancelled');
    expect(at.complaints).toEqual([]);
  });

  it('keeps a choice until it is sent, the first one too', async () => {
    const on = stage(world);
    const id = await on.running('Choose');
    await using at = await visit(browser, world, { path: `/tasks/${id}` });
    const { page } = at;
    const priority = page.getByLabel('Priority');
    expect(await priority.inputValue()).toBe('medium');
    await priority.selectOption('critical');
    await page.evaluate(
      'document.activeElement.blur(), (document.getElementById("actions").className = "old")',
    );
    await on.change(id, { patch: { model: 'anthropic/claude-sonnet-4-5' } });
    await page.locator('#actions:not(.old)').waitFor();
    expect(await priority.inputValue()).toBe('critical');
  });

  it('reads and answers without scripts', async () => {
    const id = await stage(world).asking(
      'By hand',
      agentAsks({ question: 'Which colour?', options: COLOURS }),
    );
    await using at = await visit(browser, world, { path: `/tasks/${id}`, javaScriptEnabled: false });
    await at.page.getByRole('button', { name: 'Blue' }).click();
    await at.page.locator('#about').getByText('queued').waitFor();
    expect((await world.store.get(id))?.answer?.reply).toEqual({ kind: 'answers', answers: [['Blue']] });
  });
});

describe('the pages', () => {
  const WIDE = { viewport: { width: 1200, height: 800 } };
  const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

  async function everything(): Promise<string> {
    const on = stage(world);
    await on.queued(HOSTILE);
    await on.asking('Money', budgetAsked());
    await on.asking('May it', permissionAsked());
    await on.asking('Much', agentAsks({ question: HOSTILE, multiple: true, options: COLOURS }, {}));
    const id = await on.running(HOSTILE);
    await on.happens(id, { type: 'agent_text', text: HOSTILE.repeat(3) });
    const call = { type: 'tool', callId: HOSTILE, tool: 'bash', title: HOSTILE } as const;
    await on.happens(id, { ...call, state: 'completed', output: `${'x'.repeat(500)}\n`.repeat(30) });
    return id;
  }

  it.each([
    ['wide and light', WIDE],
    ['wide and dark', { ...WIDE, colorScheme: 'dark' as const }],
    ['on a phone', PHONE],
    ['on a phone in the dark', { ...PHONE, colorScheme: 'dark' as const }],
  ])('are readable by everybody %s', async (_name, options) => {
    const id = await everything();
    for (const path of ['/', `/tasks/${id}`, `/tasks/${id}/log`]) {
      await using at = await visit(browser, world, { path, ...options });
      await at.page.getByRole('main').getByText('Break').first().waitFor();
      expect({ path, violations: await violations(at.page) }).toEqual({ path, violations: [] });
      expect({ path, overflow: await overflow(at.page) }).toEqual({ path, overflow: 0 });
      expect(at.complaints).toEqual([]);
      expect(await at.page.title()).not.toBe('broken');
      expect(await at.page.locator('main img, main script').count()).toBe(0);
      expect(await at.page.content()).not.toContain('\u202E');
    }
  });

  it('follow the colours of the system', async () => {
    const colours = ['light', 'dark'] as const;
    const shown = await Promise.all(
      colours.map(async (colorScheme) => {
        await using at = await visit(browser, world, { path: '/', colorScheme });
        return await at.page.evaluate('getComputedStyle(document.body).backgroundColor');
      }),
    );
    expect(shown).toEqual(['rgb(255, 255, 255)', 'rgb(13, 17, 23)']);
  });
});

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Visited, name: string): Promise<void> {
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement.textContent')) === name) return;
  }
  throw new Error(`Tab never comes to ${name}`);
}

type Visited = Awaited<ReturnType<typeof visit>>['page'];
