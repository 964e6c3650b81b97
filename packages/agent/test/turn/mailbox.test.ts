import { expect, it } from 'vitest';
import { createMailbox } from '../../src/turn/mailbox.ts';

it('loses its oldest when the newest do not fit', async () => {
  const mailbox = createMailbox<string>({ items: 10, size: 100 });
  for (const [item, size] of [
    ['a', 60],
    ['b', 30],
    ['c', 40],
    ['d', 30],
  ] as const) {
    mailbox.put(item, size);
  }
  expect(await mailbox.collect(0)).toEqual(['b', 'c', 'd']);
  mailbox.put('e', 101);
  expect(await mailbox.collect(0)).toEqual([]);
  for (let n = 0; n < 12; n += 1) mailbox.put(String(n), 1);
  expect(await mailbox.collect(0)).toHaveLength(10);
});
