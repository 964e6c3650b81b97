import { homedir } from 'node:os';
import { runProcess } from '@opencode-commander/service';
import { createCli } from './create-cli.ts';
import { ownerOfProcess } from './owner-of-process.ts';
import { runProgram } from './program.ts';

const exitCode = await runProcess({
  name: 'commander',
  host: process,
  start: async (scope) => {
    const cli = createCli(scope, { process, home: homedir(), user: ownerOfProcess() });
    await runProgram(cli, process.argv);
  },
});
// Whatever still is open must not keep an ended program alive.
process.exit(exitCode);
