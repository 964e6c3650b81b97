import { type CreatedSandbox, SandboxEndedError, type StartedSandbox } from '@opencode-commander/sandbox';
import type { DevShell } from '@opencode-commander/task';
import type { Run } from '../../run.ts';
import { devShellFailure } from './dev-shell-failure.ts';
import { noteComplaint, type PreparedDevShell } from './prepare-dev-shell.ts';
import { devShellOfExit, nixComplaint, readDevShell } from './read-dev-shell.ts';

const START_MS = 120_000;
const LOG_LINES = 200;

type Starting = { created: CreatedSandbox; shell: PreparedDevShell; image: string };

/** Starts an agent's sandbox, and tells what became of its dev shell. Throws a TaskFailure where that must be and is not. */
export async function startInShell(
  run: Run,
  { created, shell, image }: Starting,
): Promise<{ container: StartedSandbox; devShell: DevShell | null }> {
  const { signal, context } = run;
  const isWanted = 'COMMANDER_DEV_SHELL' in shell.env;
  const timeoutMs = START_MS + (isWanted ? context.config.timeouts.devShellMs : 0);
  const container = await created.start({ signal, timeoutMs }).catch((error: unknown) => {
    throw failureOf(error, image) ?? error;
  });
  if (!isWanted) return { container, devShell: shell.devShell };
  const log = await container.logs(LOG_LINES);
  const devShell = readDevShell(log);
  if (devShell !== null) await noteComplaint(run, devShell, nixComplaint(log));
  return { container, devShell };
}

function failureOf(error: unknown, image: string): Error | null {
  if (!(error instanceof SandboxEndedError)) return null;
  const devShell = devShellOfExit(error.code);
  return devShell && devShellFailure({ devShell, said: nixComplaint(error.log), image });
}
