// The program as people see it: in a terminal of 80 columns.
import stringWidth from 'string-width';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, type Rig } from '../rig.ts';
import { openTerminal } from './open-terminal.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const TIMES = { timeout: 120_000 };
const ESCAPE = '\x1b[';

async function queued(): Promise<{ id: string; issue: string }> {
  const issue = rig.issue();
  await rig.enqueue(issue);
  const task = (await rig.store.list()).find(({ source }) => issue === `${source.repo}#${source.number}`);
  if (task === undefined) throw new Error(`${issue} has no task`);
  return { id: task.id, issue };
}

async function run(id: string): Promise<void> {
  const at = new Date().toISOString();
  const { epoch } = await rig.store.claim({ id, host: 'elsewhere', at });
  await rig.store.change({ id, epoch, at, status: 'running' });
}

it('status fits, has colours, and none with NO_COLOR', TIMES, async () => {
  const { id, issue } = await queued();
  await run(id);
  await using terminal = await openTerminal(rig);
  await terminal.enter('commander status');
  const shown = await terminal.shows(/Running[\s\S]*\n\$\n/);
  expect(shown).toMatch(new RegExp(`^${id}  ${issue}  +medium +(now|\\d+ s ago) +Say hello$`, 'm'));
  expect(await terminal.screen({ colours: true })).toContain(`${ESCAPE}1mRunning`);
  await terminal.enter('clear; NO_COLOR=1 commander status; echo done');
  await terminal.shows(/Running[\s\S]*\ndone/);
  expect(await terminal.screen({ colours: true })).not.toContain(ESCAPE);
});

it(
  'status --watch shows a change, fits another width, and gives the terminal back on Ctrl-C',
  TIMES,
  async () => {
    const { id, issue } = await queued();
    await using terminal = await openTerminal(rig);
    await terminal.enter('echo before; commander status --watch');
    await terminal.shows(/^Tasks /);
    expect(await terminal.isCursorVisible()).toBe(false);
    await run(id);
    await terminal.shows(new RegExp(`^Running\\n(.*\\n)+${id}  ${issue} `, 'm'));
    await terminal.resize(40);
    const narrow = await terminal.shows(new RegExp(`^${id}  ${issue}  medium .*\\n  Say hello$`, 'm'));
    for (const line of narrow.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(40);
    await terminal.press('C-c');
    const after = await terminal.shows(/before/);
    expect(after).not.toContain('Running');
    expect(await terminal.isCursorVisible()).toBe(true);
    await terminal.enter('echo "ended with $?"');
    await terminal.shows(/ended with 130/);
  },
);

it('logs -f shows what happens until the task has ended', TIMES, async () => {
  const { id, issue } = await queued();
  await using terminal = await openTerminal(rig);
  await terminal.enter(`commander logs -f ${issue}`);
  await terminal.shows(/queued: accepted/);
  await run(id);
  const at = new Date().toISOString();
  await rig.store.appendEvent(id, { type: 'agent_text', at, text: '日本語 and more' });
  await terminal.shows(/running\n.* │ 日本語 and more/);
  const epoch = (await rig.store.get(id))?.epoch ?? 0;
  await rig.store.change({ id, epoch, at, status: 'cancelled' });
  await terminal.shows(/cancelled\n\$\n/);
});

it('asks before it destroys: no changes nothing, yes does it', TIMES, async () => {
  const { id } = await queued();
  await using terminal = await openTerminal(rig);
  await terminal.enter(`commander queue cancel ${id}`);
  await terminal.shows(/Stop [\s\S]*\? \[y\/N\]/);
  await terminal.enter('n');
  await terminal.shows(/Nothing was changed\.\n\$\n/);
  expect((await rig.store.get(id))?.status).toBe('queued');
  await terminal.enter(`clear; commander queue cancel ${id}`);
  await terminal.shows(/^Stop [\s\S]*\? \[y\/N\]/);
  await terminal.enter('y');
  await terminal.shows(/is cancelled as [\s\S]*\n\$\n/);
  expect((await rig.store.get(id))?.status).toBe('cancelled');
});

it('Tab completes commands, options, choices and tasks in bash', TIMES, async () => {
  const { id } = await queued();
  await using terminal = await openTerminal(rig);
  await terminal.enter('source <(commander completion bash); echo ready');
  await terminal.shows(/^ready/m);
  await terminal.press('commander que', 'Tab');
  await terminal.shows(/commander queue$/m);
  await terminal.press(`prioritize ${id.slice(0, -2)}`);
  // It asks Redis for a second at most: where that is busy, a person presses Tab again.
  const pressed = async () => {
    await terminal.press('Tab');
    return terminal.screen();
  };
  const again = { timeout: 60_000, interval: 3_000 };
  await expect.poll(pressed, again).toMatch(new RegExp(`commander queue prioritize ${id}`));
  await terminal.press('cr', 'Tab');
  await terminal.shows(new RegExp(`${id} +critical$`, 'm'));
  await terminal.press('C-u', 'commander cost --by=mo', 'Tab');
  await terminal.shows(/commander cost --by=model$/m);
  await terminal.press('--si', 'Tab');
  await terminal.shows(/--by=model --since$/m);
});
