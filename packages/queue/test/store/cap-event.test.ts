import { taskEventSchema } from '@opencode-commander/task';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capEvent } from '../../src/store/cap-event.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at } from '../a-task.ts';

const long = fc
  .string({ unit: 'binary', minLength: 0, maxLength: 40 })
  .chain((text) => fc.nat(2_000).map((times) => text.repeat(times)));
const tool = fc.record({
  type: fc.constant('tool' as const),
  at: fc.constant(at(1)),
  callId: long,
  tool: long,
  state: fc.constantFrom('running' as const, 'completed' as const, 'error' as const),
  title: long,
  output: long,
});
const text = fc.record({ type: fc.constant('agent_text' as const), at: fc.constant(at(1)), text: long });

test('no text makes an event large, and short ones stay as they are', () => {
  fc.assert(
    fc.property(fc.oneof(tool, text), (event) => {
      const capped = taskEventSchema.parse(capEvent(event));
      const { type: _type, at: _at, ...texts } = capped;
      const bytes = Object.values(texts).map((value) => Buffer.byteLength(value));
      expect(Math.max(...bytes)).toBeLessThanOrEqual(8 * 1024 + 40);
      expect(bytes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(10 * 1024 + 200);
      if (Buffer.byteLength(JSON.stringify(event)) < 256) expect(capped).toEqual(event);
    }),
    { numRuns: 200 },
  );
});

test('a cut says so and halves no character', () => {
  const crabs = 'ab🦀'.repeat(3_000);
  const event = {
    type: 'tool',
    at: at(1),
    callId: 'c',
    tool: 'bash',
    state: 'completed',
    title: 't',
  } as const;
  const said = capEvent({ type: 'agent_text', at: at(1), text: crabs });
  expect(said.type === 'agent_text' && said.text).toMatch(/^(ab🦀)+(a|ab)?\n\[… about 9\.6 KiB cut\]$/u);
  const done = capEvent({ ...event, output: `${crabs}end` });
  expect(done.type === 'tool' && done.output).toMatch(/^\[… about 9\.6 KiB cut\]\nb?(🦀ab|ab🦀)+(🦀)?end$/u);
});

test('what is logged is cut', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  await store.create(aTask(1));
  const message = 'x'.repeat(1_000_000);
  await store.appendEvent(aTask(1).id, { type: 'service', at: at(1), level: 'info', message });
  await store.claim({ id: aTask(1).id, host: 'h', at: at(2), message });
  const events = await store.readEvents(aTask(1).id);
  expect(events).toHaveLength(3);
  expect(JSON.stringify(events).length).toBeLessThan(20_000);
});
