import { expect, test } from 'vitest';
import { type Entry, readAhead } from '../../src/store/read-ahead.ts';

/** Reads a log of texts of these lengths to its end; gives how many entries each part had, and all that was read. */
async function partsOf(lengths: readonly number[]) {
  const log = lengths.map((length, i): Entry => [`${i + 1}`, ['event', 'x'.repeat(length)]]);
  const read = { entries: 0, times: 0 };
  const next = readAhead(async (cursor, count) => {
    const found = log.slice(Number(cursor), Number(cursor) + count);
    read.entries += found.length;
    read.times += 1;
    return found;
  });
  const parts: Entry[][] = [];
  for (let isAll = false, cursor = '0'; !isAll; cursor = parts.at(-1)?.at(-1)?.[0] ?? cursor) {
    const part = await next(cursor);
    parts.push(part.entries);
    isAll = part.isAll;
  }
  expect(parts.flat()).toEqual(log);
  return { parts, read };
}

const bytesOf = (part: Entry[]) => part.reduce((sum, [, [, text = '']]) => sum + text.length, 0);

test('small entries are read many at a time', async () => {
  const { read } = await partsOf(new Array(1_000).fill(100));
  expect(read.times).toBeLessThan(12);
});

test('of large entries, also after small ones, no more is held than fits, and hardly more is read', async () => {
  const { parts, read } = await partsOf([...new Array(500).fill(10), ...new Array(500).fill(8_000)]);
  expect(Math.max(...parts.map(bytesOf))).toBeLessThanOrEqual(32_000);
  expect(read.entries).toBeLessThan(1_500);
});

test('an entry that is larger than all that may be held comes alone', async () => {
  const { parts } = await partsOf([10, 100_000, 100_000, 10]);
  expect(parts.map((part) => part.length)).toEqual([1, 1, 1, 1, 0]);
});
