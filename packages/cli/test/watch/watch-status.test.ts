import { afterAll, beforeAll, expect, it } from 'vitest';
import { farAway, startGatewayOf } from '../a-gateway.ts';
import { createRig, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

it('prints a line per change, over a gateway that goes away and comes back', {
  timeout: 60_000,
}, async () => {
  const gateway = await startGatewayOf(rig);
  const watching = rig.start(['status', '--watch'], farAway(rig, gateway.url));
  expect(await watching.line('queue: ')).toMatch(/^\d\d:\d\d:\d\d queue: empty$/);
  await gateway.stop();
  await watching.line('it is asked again until it answers.');
  await rig.enqueue(rig.issue());
  const again = await startGatewayOf(rig, { port: Number(new URL(gateway.url).port) });
  await watching.line('It answers again.');
  await watching.line('queue: 1 medium');
  watching.child.kill('SIGINT');
  const { code, stdout } = await watching.ended;
  expect(code).toBe(130);
  expect(stdout.join('\n')).not.toContain('\x1b');
  await again.stop();
});

it('says of a task that ends that it ended, however few of those are to be shown', {
  timeout: 60_000,
}, async () => {
  await rig.enqueue(rig.issue());
  const [task] = await rig.store.list({ statuses: ['queued'] });
  const id = task?.id ?? '';
  const at = new Date().toISOString();
  const { epoch } = await rig.store.claim({ id, host: 'h', at });
  const watching = rig.start(['status', '--watch', '--recent', '0']);
  await watching.line(`${id} acme/web#`);
  await rig.store.change({ id, epoch, at, status: 'cancelled' });
  expect(await watching.line('is cancelled')).toContain(id);
  watching.child.kill('SIGINT');
  expect((await watching.ended).stdout.join('\n')).not.toContain('back in the queue');
});

it('prints the status as a line of JSON per change', { timeout: 60_000 }, async () => {
  const watching = rig.start(['status', '--watch', '--json']);
  await watching.line('{');
  await rig.enqueue(rig.issue([], ['priority/low']));
  await watching.line('"low":1');
  watching.child.kill('SIGINT');
  const { code, stdout } = await watching.ended;
  expect(code).toBe(130);
  expect(stdout.map((line) => JSON.parse(line).queue.low)).toEqual([0, 1]);
});
