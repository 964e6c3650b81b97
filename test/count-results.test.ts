import { expect, it } from 'vitest';
import { countResults } from '../scripts/test/count-results.ts';

const file = (status: string, ...tests: string[]) => ({
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
  expect(countResults(JSON.stringify({ testResults }))).toEqual({ passed: 4, failed: 4 });
  expect(countResults('{"testResults":[]}')).toEqual({ passed: 0, failed: 0 });
});
