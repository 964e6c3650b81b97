import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../check/run-command.ts';
import { type Counts, countResults } from './count-results.ts';

export type TestRun = Counts & { code: number };

/** Shows the tests as they run; `code` is vitest's. */
export async function runTests(root: string, args: readonly string[]): Promise<TestRun> {
  const directory = await mkdtemp(join(tmpdir(), 'oct-results-'));
  try {
    const results = join(directory, 'results.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
    const { code } = await runCommand(root, ['vitest', 'run', ...reporters, ...args], { show: true });
    return { code, ...countResults(await readReport(results)) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Vitest writes none when it could not begin. */
async function readReport(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{"testResults":[]}';
    throw error;
  });
}
