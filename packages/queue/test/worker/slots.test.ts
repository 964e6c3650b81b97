import { expect, test } from 'vitest';
import { type Slot, Slots } from '../../src/worker/slots.ts';

const never = new AbortController().signal;
const asking = (urgency: number) => ({ urgency: async () => urgency, signal: never });

test('no more than there are, and what is given back is given again', async () => {
  const slots = new Slots(2);
  const [first, second] = [await slots.take(asking(3)), await slots.take(asking(3))];
  let third: Slot | null | undefined;
  const taking = slots.take(asking(3)).then((slot) => {
    third = slot;
  });
  second?.release();
  second?.release();
  await taking;
  expect(third).not.toBe(undefined);
  let fourth: Slot | null | undefined;
  const more = slots.take(asking(3)).then((slot) => {
    fourth = slot;
  });
  await new Promise(setImmediate);
  expect(fourth).toBe(undefined);
  first?.release();
  await more;
  expect(fourth).not.toBe(undefined);
});

test('with less room than before what is given back is not given again, with more it is at once', async () => {
  const slots = new Slots(2);
  const [first, second] = [await slots.take(asking(3)), await slots.take(asking(3))];
  slots.resize(1);
  first?.release();
  let third: Slot | null | undefined;
  const taking = slots.take(asking(3)).then((slot) => {
    third = slot;
  });
  await new Promise(setImmediate);
  expect(third).toBe(undefined);
  slots.resize(2);
  await taking;
  expect(third).not.toBe(undefined);
  second?.release();
});

test('the most urgent goes first, of equals the one that has waited longest', async () => {
  const slots = new Slots(1);
  const held = await slots.take(asking(1));
  const order: string[] = [];
  const takes = (
    [
      ['low', 4],
      ['idle', Number.POSITIVE_INFINITY],
      ['critical', 1],
      ['critical too', 1],
    ] as const
  ).map(async ([name, urgency]) => {
    const slot = await slots.take(asking(urgency));
    order.push(name);
    slot?.release();
  });
  held?.release();
  await Promise.all(takes);
  expect(order).toEqual(['critical', 'critical too', 'low', 'idle']);
});

test('who gives up gets none, and leaves it to others', async () => {
  const slots = new Slots(1);
  const held = await slots.take(asking(1));
  const ending = new AbortController();
  const given = slots.take({ ...asking(1), signal: ending.signal });
  const other = slots.take(asking(4));
  ending.abort();
  expect(await given).toBe(null);
  held?.release();
  expect(await other).not.toBe(null);
  expect(await slots.take({ ...asking(1), signal: ending.signal })).toBe(null);
});
