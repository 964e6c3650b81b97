import { expect, it } from 'vitest';
import { countResults } from '../scripts/test/count-results.ts';

const file = (status: string, ...tests: string[]) => ({
  name: '/a/b.test.ts',
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

it('counts tests, and files that fail without a failing test', () => {
  const testResults = [
    file('passed', 'passed', 'passed', 'skipped'),
    file('failed', 'passed', 'failed', 'failed'),
    file('failed', 'passed'),
    file('failed'),
  ];
  expect(countResults(JSON.stringify({ testResults }))).toEqual({ passed: 4, failed: 4, skipped: [] });
  expect(countResults('{"testResults":[]}')).toEqual({ passed: 0, failed: 0, skipped: [] });
});

it('says once of a file why its tests were skipped', () => {
  const skipped = { status: 'skipped', meta: { skipped: 'only root can start a dockerd' } };
  const assertionResults = [skipped, skipped, { status: 'skipped', meta: {} }];
  const testResults = [file('passed', 'passed', 'skipped'), { ...file('passed'), assertionResults }];
  expect(countResults(JSON.stringify({ testResults }))).toEqual({
    passed: 1,
    failed: 0,
    skipped: [{ file: '/a/b.test.ts', reason: 'only root can start a dockerd' }],
  });
});
