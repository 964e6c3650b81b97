// A program for run-process.test.ts: says that it runs, and when it is released.
import { runProcess, untilAborted } from '../src/index.ts';

const code = await runProcess({
  name: 'program',
  host: process,
  start: async ({ signal, stack }) => {
    stack.defer('thing', () => void process.stdout.write('released\n'));
    process.stdout.write('running\n');
    await untilAborted(signal);
  },
});
process.exit(code);
