// npm test: prepares the machine, then checks the tree and runs every test. Arguments go to vitest.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runChecks } from './check/run-checks.ts';
import { runCommand } from './check/run-command.ts';
import { countResults } from './test/count-results.ts';

const root = dirname(import.meta.dirname);
const checked = await runChecks(root);
const tested = await runTests(process.argv.slice(2));
if (!checked) console.log('npm run check failed: see above');
process.exitCode = checked ? tested : tested || 1;

/** Shows the tests as they run; the last line counts them. Gives vitest's exit code. */
async function runTests(args: readonly string[]): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'oct-results-'));
  try {
    const results = join(directory, 'results.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
    const { code } = await runCommand(root, ['vitest', 'run', ...reporters, ...args], { show: true });
    const { passed, failed } = countResults(
      await readFile(results, 'utf8').catch(() => '{"testResults":[]}'),
    );
    console.log(`${passed} passed, ${failed} failed`);
    return code;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
