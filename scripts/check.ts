// npm run check: everything that can be said about the tree without running it.
import { dirname } from 'node:path';
import { runChecks } from './check/run-checks.ts';

const root = dirname(import.meta.dirname);
process.exitCode = (await runChecks(root)) ? 0 : 1;
