import { type CreatedSandbox, SandboxEndedError, type StartedSandbox } from '@opencode-commander/sandbox';
import type { DevShell } from '@opencode-commander/task';
import type { Run } from '../run.ts';
import { devShellFailure } from './dev-shell/dev-shell-failure.ts';
import { noteComplaint } from './dev-shell/note-complaint.ts';
import type { PreparedDevShell } from './dev-shell/prepare-dev-shell.ts';
import { devShellOfExit, nixComplaint, readDevShell } from './dev-shell/read-dev-shell.ts';

const START_MS = 120_000;
/** Entering a dev shell that is made, before the agent is started without it. */
const SHELL_MS = 60_000;
const LOG_LINES = 200;

type Starting = { created: CreatedSandbox; shell: PreparedDevShell; image: string };

/** Starts an agent's sandbox, and tells what became of its dev shell. Throws a TaskFailure where that must be and is not. */
export async function startAgentSandbox(
  run: Run,
  { created, shell, image }: Starting,
): Promise<{ container: StartedSandbox; devShell: DevShell | null }> {
  const { signal, context } = run;
  const timeoutMs =
    START_MS + (shell.start === 'in_shell' ? context.config.timeouts.devShellMs + SHELL_MS : 0);
  const container = await created.start({ signal, timeoutMs }).catch((error: unknown) => {
    throw failureOf(error, image) ?? error;
  });
  if (shell.start === 'plain') return { container, devShell: shell.devShell };
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
