// npm run check: everything that can be said about the tree without running it.
import { dirname } from 'node:path';
import { runChecks } from './check/run-checks.ts';

const EXIT_CONFIGURATION = 4;

const root = dirname(import.meta.dirname);
if (process.argv.length > 2) {
  console.error('npm run check takes no arguments: it checks format, lint, types, boundaries and dead code.');
  process.exitCode = EXIT_CONFIGURATION;
} else {
  process.exitCode = (await runChecks(root)) ? 0 : 1;
}
