import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findCycle, parseDependencies } from '../src/index.ts';

it.each([
  ['Depends on #12', ['acme/web#12']],
  ['- [ ] **Blocked by** Other/Repo#3 and #4, #5', ['Other/Repo#3', 'acme/web#4', 'acme/web#5']],
  ['depends on: https://github.com/o/r/issues/7\nDepends on #12, o/R#7', ['o/R#7', 'acme/web#12']],
  ['Depends on the weather, not on #9', []],
  ['`Depends on #1`\n```\nDepends on #2\n```\n> Depends on #3\n<!-- Depends on #4 -->', []],
  ['It independs on #1', []],
])('reads %j', (body, issues) => {
  expect(parseDependencies(body, 'acme/web')).toEqual(issues);
});

it('finds a cycle exactly when there is one', () => {
  const node = fc.nat(7).map((n) => `o/r#${n}`);
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 14 }), (edges) => {
      const graph = new Map<string, string[]>();
      for (const [from, to] of edges) graph.set(from, [...(graph.get(from) ?? []), to]);
      const cycle = findCycle(graph);
      if (cycle)
        for (const [i, each] of cycle.entries())
          expect(graph.get(each)).toContain(cycle[(i + 1) % cycle.length]);
      else expect(isSortable(graph)).toBe(true);
    }),
  );
});

/** Whether every node can go once those it waits for are gone. */
function isSortable(graph: ReadonlyMap<string, readonly string[]>): boolean {
  const left = new Set(graph.keys());
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const each of left) if (!graph.get(each)?.some((next) => left.has(next))) left.delete(each);
  }
  return left.size === 0;
}

it('follows long chains', () => {
  const chain = new Map(Array.from({ length: 50_000 }, (_, i) => [`${i}`, [`${i + 1}`]]));
  expect(findCycle(chain)).toBeNull();
});
