import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { runProcess } from '@opencode-commander/service';
import { createCli } from '../create-cli.ts';
import { createProgram } from '../program.ts';
import { controlReference } from './control-reference.ts';

process.exitCode = await runProcess({
  name: 'control-reference',
  host: process,
  start: async (scope) => {
    const program = createProgram(createCli(scope, { process, home: homedir() }));
    await writeFile(new URL('../../../../docs/control.md', import.meta.url), controlReference(program));
  },
});
