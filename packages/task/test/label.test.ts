import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  labelChanges,
  priorityNumber,
  priorityOfLabels,
  STATUSES,
  statusLabel,
  systemLabels,
} from '../src/index.ts';

const ours = systemLabels('agent').map(({ name }) => name);
const labels = fc.uniqueArray(fc.constantFrom(...ours, 'bug', 'help wanted'));

it('brings any labels to show exactly the status, and leaves the others alone', () => {
  fc.assert(
    fc.property(labels, fc.constantFrom(...STATUSES), (before, status) => {
      const { add, remove } = labelChanges(before, { status, pull: null });
      const after = [...before.filter((name) => !remove.includes(name)), ...add];
      const shown = after.filter((name) =>
        STATUSES.some((each) => statusLabel({ status: each, pull: null }) === name),
      );
      const wanted = statusLabel({ status, pull: null });
      expect(shown).toEqual(wanted === null ? [] : [wanted]);
      expect(labelChanges(after, { status, pull: null })).toEqual({ add: [], remove: [] });
      expect(before.filter((name) => ['bug', 'agent', 'priority/high'].includes(name))).toEqual(
        after.filter((name) => ['bug', 'agent', 'priority/high'].includes(name)),
      );
    }),
  );
});

it('describes every label with six hex digits of colour, each name once', () => {
  for (const label of systemLabels('agent')) expect(label.color).toMatch(/^[0-9a-f]{6}$/);
  expect(new Set(ours).size).toBe(ours.length);
  expect(ours).toEqual(expect.arrayContaining(['agent', 'agent/ready', 'agent/done', 'priority/low']));
  expect(systemLabels('Agent/Ready')).toHaveLength(ours.length - 1);
});

it('takes the most urgent priority among the labels', () => {
  expect(priorityOfLabels([])).toBe('medium');
  expect(priorityOfLabels(['priority/low', 'bug', 'priority/high'])).toBe('high');
  expect(
    ['critical', 'high', 'medium', 'low'].map((p) => priorityNumber(priorityOfLabels([`priority/${p}`]))),
  ).toEqual([1, 2, 3, 4]);
});

it('shows what became of a completed task by its pull request', () => {
  const shown = (state: 'open' | 'merged' | 'closed') =>
    statusLabel({ status: 'completed', pull: { number: 1, nodeId: 'n', state } });
  expect([shown('open'), shown('merged'), shown('closed')]).toEqual(['agent/review', 'agent/done', null]);
});
