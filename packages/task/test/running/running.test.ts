import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  budgetLimit,
  chargeState,
  choosePreempted,
  isTerminal,
  mayRun,
  ownsSandbox,
  STATUSES,
  stuckReport,
} from '../../src/index.ts';
import { aTask } from '../a-task.ts';

const at = (second: number) => new Date(second * 1000).toISOString();
const runs = fc.uniqueArray(fc.record({ id: fc.nat(50).map(String), startedAt: fc.nat(5).map(at) }), {
  selector: ({ id }) => id,
});

it('lets exactly as many run as may, and never one fewer', () => {
  fc.assert(
    fc.property(runs, fc.integer({ min: 1, max: 5 }), (running, limit) => {
      const going = running.filter((task) => mayRun({ task, running, limit }));
      expect(going).toHaveLength(Math.min(limit, running.length));
    }),
  );
  expect(
    mayRun({ task: { id: 'a', startedAt: null }, running: [{ id: 'b', startedAt: at(1) }], limit: 1 }),
  ).toBe(false);
  expect(
    mayRun({ task: { id: 'a', startedAt: null }, running: [{ id: 'b', startedAt: at(1) }], limit: null }),
  ).toBe(true);
});

it('interrupts the least urgent run that began last, for critical tasks only', () => {
  const run = (id: string, priority: 'critical' | 'high' | 'low', startedAt: string, publishing = false) => ({
    id,
    priority,
    startedAt,
    publishing,
  });
  const all = [
    run('a', 'high', at(9)),
    run('b', 'low', at(1)),
    run('c', 'low', at(2)),
    run('d', 'low', at(3), true),
  ];
  expect(choosePreempted(all, 'critical')).toBe('c');
  expect(choosePreempted(all, 'high')).toBeNull();
  expect(choosePreempted([run('a', 'critical', at(1))], 'critical')).toBeNull();
  expect(choosePreempted([], 'critical')).toBeNull();
});

it('adds what people grant to what a task may cost, and warns before the end', () => {
  const task = aTask({
    grants: [
      { by: 'comment:1', usd: 5 },
      { by: 'comment:2', usd: 2 },
    ],
  });
  expect(budgetLimit(task, { taskUsd: 3 })).toBe(10);
  expect(budgetLimit(task, { taskUsd: null })).toBeNull();
  expect([0, 7.99, 8, 10, 11].map((spentUsd) => chargeState({ spentUsd, limitUsd: 10 }))).toEqual([
    'fine',
    'fine',
    'warn',
    'exhausted',
    'exhausted',
  ]);
});

it('owns its sandbox until the task has ended', () => {
  for (const status of STATUSES) {
    const byId = ownsSandbox(aTask({ status, containerId: 'c', epoch: 3 }), { id: 'c', epoch: 2 });
    const byEpoch = ownsSandbox(aTask({ status, epoch: 3 }), { id: 'c', epoch: 3 });
    expect(byId).toBe(!isTerminal(status));
    expect(byEpoch).toBe(status === 'dispatched' || status === 'running');
  }
  expect(ownsSandbox(null, { id: 'c', epoch: 1 })).toBe(false);
});

it('tells what an agent did before it went silent', () => {
  const report = stuckReport({
    silentMs: 300_400,
    lastTool: 'bash: npm test',
    lastOutput: ['a', 'b'],
    processes: ['1 init'],
    memoryEvents: { oom_kill: 1, low: 0 },
  });
  expect(report).toBe(
    'No tool call and no changed file for 300 s.\nLast tool: bash: npm test\nLast output:\n  a\n  b\nProcesses:\n  1 init\nMemory events: oom_kill 1',
  );
  expect(
    stuckReport({ silentMs: 0, lastTool: null, lastOutput: [], processes: [], memoryEvents: null }),
  ).toContain('Memory events: unknown');
});
