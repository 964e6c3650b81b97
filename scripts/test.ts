// npm test: prepares the machine while it checks the tree, then runs every test. Arguments go to vitest.
import { dirname, relative } from 'node:path';
import { HostError, setUpHost, TEST_REQUIREMENTS, thisHost } from '@opencode-commander/host';
import { runChecks } from './check/run-checks.ts';
import { runTests } from './test/run-tests.ts';

const root = dirname(import.meta.dirname);

try {
  const settingUp = setUpHost({
    host: thisHost(process),
    requirements: TEST_REQUIREMENTS,
    say: console.error,
  });
  const [checked] = await Promise.all([runChecks(root), settingUp]);
  process.exitCode = await test(checked);
} catch (error) {
  if (!(error instanceof HostError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

/** The tests run also when a check fails, so that one look shows everything. The last line counts the tests. */
async function test(checked: boolean): Promise<number> {
  const { code, passed, failed, skipped } = await runTests(root, process.argv.slice(2));
  for (const { file, reason } of skipped) console.log(`skipped ${relative(root, file)}: ${reason}`);
  if (!checked) console.log('npm run check failed: see above');
  console.log(`${passed} passed, ${failed} failed`);
  return code || (checked ? 0 : 1);
}
