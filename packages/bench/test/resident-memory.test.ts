import { expect, it } from 'vitest';
import { residentMemory, withDescendants } from '../src/resident-memory.ts';

it('counts a process with all below it', () => {
  const table = [
    { pid: 1, parent: 0, kibibytes: 1 },
    { pid: 2, parent: 1, kibibytes: 2 },
    { pid: 3, parent: 2, kibibytes: 4 },
    { pid: 4, parent: 1, kibibytes: 8 },
  ];
  expect(withDescendants(table, 2).map(({ pid }) => pid)).toEqual([2, 3]);
  expect(withDescendants(table, 1)).toHaveLength(4);
  expect(withDescendants(table, 9)).toEqual([]);
});

it('reads what this process holds, in millions of bytes', async () => {
  const { signal } = new AbortController();
  const held = await residentMemory(process.pid, { children: false, signal });
  expect(held).toBeGreaterThan(10);
  expect(held).toBeLessThan(10_000);
});
