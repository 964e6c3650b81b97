import { bash, stall } from '@opencode-commander/simulators';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { processesWith } from '../processes-with.ts';
import { createRig, errorsOf, type Rig } from '../rig.ts';
import { openTerminal } from '../terminal/open-terminal.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const PATIENT = { timeout: 60_000, interval: 500 };

it('lists, steers and shows the session of a running task', { timeout: 300_000 }, async () => {
  const issue = rig.issue([bash('echo periwinkle > colour.txt'), stall()]);
  const running = rig.start(['run', issue]);
  const task = await vi.waitFor(
    async () => {
      const [found] = await rig.store.list();
      expect(found?.sessionId).toMatch(/^ses/);
      return found;
    },
    { timeout: 150_000, interval: 500 },
  );
  const id = task?.id ?? '';
  const succeed = async (...args: string[]): Promise<string> => {
    const ended = await rig.call(args);
    expect(errorsOf(ended)).toEqual([]);
    return ended.stdout.join('\n');
  };
  expect(JSON.parse(await succeed('instances', '--json'))).toMatchObject({
    instances: [{ name: id, kind: 'sandbox', host: task?.host, reachable: true, reason: null }],
  });
  const { sessions } = JSON.parse(await succeed('sessions', '--instance', id, '--json'));
  expect(sessions).toMatchObject([{ id: task?.sessionId, instance: id, directory: '/workspace' }]);
  await vi.waitFor(
    async () => expect(await succeed('session', 'messages', id)).toContain('echo periwinkle'),
    PATIENT,
  );
  await succeed('prompt', id, 'Rather', 'mauve.');
  const events = await rig.store.readEvents(id, { after: '0-0', limit: 200 });
  const said = events.map(({ event }) => ('message' in event ? event.message : ''));
  expect(said).toContain(`the session ${task?.sessionId} is prompted, by cli`);
  {
    await using terminal = await openTerminal(rig, { columns: 100, extra: { HOME: rig.directory } });
    await terminal.enter(`commander attach ${id}`);
    await terminal.shows(/mauve/);
  }
  // The screen goes with its terminal.
  await expect.poll(() => processesWith(`${task?.sessionId}`), { timeout: 30_000 }).toEqual([]);
  const refused = await rig.call(['session', 'answer', id, 'yes']);
  expect(errorsOf(refused)).toEqual([
    expect.stringContaining(`its task asks people: answer with commander answer ${id}`),
  ]);
  running.child.kill('SIGINT');
  await running.ended;
});
