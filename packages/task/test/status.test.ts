import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canTransition, isTerminal, STATUSES, type Status } from '../src/index.ts';

const status = fc.constantFrom(...STATUSES);

it('knows the whole life of a task', () => {
  const legal = STATUSES.flatMap((from) =>
    STATUSES.filter((to) => canTransition(from, to)).map((to) => `${from} → ${to}`),
  );
  expect(legal).toMatchInlineSnapshot(`
    [
      "queued → dispatched",
      "queued → waiting_human",
      "queued → failed",
      "queued → cancelled",
      "dispatched → queued",
      "dispatched → running",
      "dispatched → failed",
      "dispatched → cancelled",
      "running → queued",
      "running → waiting_human",
      "running → completed",
      "running → failed",
      "running → cancelled",
      "waiting_human → queued",
      "waiting_human → running",
      "waiting_human → failed",
      "waiting_human → cancelled",
      "completed → cancelled",
      "failed → queued",
      "cancelled → queued",
      "cancelled → completed",
    ]
  `);
});

it('lets an ended task only be queued again, or end and begin again with its pull request', () => {
  fc.assert(
    fc.property(status, status, (from, to) => {
      if (isTerminal(from) && canTransition(from, to))
        expect(from === 'completed' ? ['cancelled'] : ['queued', 'completed']).toContain(to);
    }),
  );
});

it('reaches every status from queued, and completed only through running, or once more', () => {
  const seen = new Set<Status>(['queued']);
  for (const from of seen) for (const to of STATUSES) if (canTransition(from, to)) seen.add(to);
  expect([...seen].sort()).toEqual([...STATUSES].sort());
  expect(STATUSES.filter((from) => canTransition(from, 'completed'))).toEqual(['running', 'cancelled']);
});
