import fc from 'fast-check';
import { expect, it } from 'vitest';
import { branchOf, isAgentBranch, taskId, taskIdSchema } from '../src/index.ts';

const identity = fc.record({
  host: fc.domain(),
  repoId: fc.integer({ min: 1 }),
  number: fc.integer({ min: 1 }),
  round: fc.nat(),
});

it('gives the same identity the same id, whatever the case of the host', () => {
  fc.assert(
    fc.property(identity, (of) => {
      expect(taskId({ ...of, host: of.host.toUpperCase() })).toBe(taskId(of));
      expect(taskIdSchema.parse(taskId(of))).toBe(taskId(of));
    }),
  );
});

it('starts with the issue number and tells rounds apart', () => {
  const of = { host: 'github.com', repoId: 7, number: 12, round: 0 };
  expect(taskId(of)).toMatch(/^12-[0-9a-f]{6}$/);
  expect(taskId({ ...of, round: 1 })).not.toBe(taskId(of));
  expect(branchOf(taskId(of))).toBe(`agent/${taskId(of)}`);
  expect([branchOf(taskId(of)), 'main', 'my/agent/x'].map(isAgentBranch)).toEqual([true, false, false]);
});
