type Results = { testResults: { status: string; assertionResults: { status: string }[] }[] };

/** Counts tests in vitest's JSON report; a file that fails without a failing test (it did not load, it leaked) counts as one. */
export function countResults(json: string): { passed: number; failed: number } {
  const { testResults }: Results = JSON.parse(json);
  const count = (status: string) =>
    testResults.flatMap((file) => file.assertionResults).filter((test) => test.status === status).length;
  const filesAlone = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return { passed: count('passed'), failed: count('failed') + filesAlone.length };
}
