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
