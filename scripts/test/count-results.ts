type Test = { status: string; meta?: { skipped?: string } };
type Results = { testResults: { name: string; status: string; assertionResults: Test[] }[] };

export type Counts = {
  passed: number;
  failed: number;
  /** Files whose tests were skipped for a reason, with that reason. */
  skipped: { file: string; reason: string }[];
};

/** Counts tests in vitest's JSON report; a file that fails without a failing test (it did not load, it leaked) counts as one. */
export function countResults(json: string): Counts {
  const { testResults }: Results = JSON.parse(json);
  const count = (status: string) =>
    testResults.flatMap((file) => file.assertionResults).filter((test) => test.status === status).length;
  const filesAlone = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const skipped = testResults.flatMap(({ name, assertionResults }) =>
    reasonsOf(assertionResults).map((reason) => ({ file: name, reason })),
  );
  return { passed: count('passed'), failed: count('failed') + filesAlone.length, skipped };
}

/** What tests say of why they were skipped, in `task.meta.skipped`. */
function reasonsOf(tests: readonly Test[]): string[] {
  return [...new Set(tests.flatMap(({ meta }) => meta?.skipped ?? []))];
}
