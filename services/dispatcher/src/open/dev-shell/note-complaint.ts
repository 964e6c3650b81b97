import type { DevShell } from '@opencode-commander/task';
import type { Run } from '../../run.ts';

/** Says in the task's log why nix could not make the dev shell, for whoever looks there for the reason. */
export async function noteComplaint(run: Run, devShell: DevShell, said: string): Promise<void> {
  if (devShell !== 'failed') return;
  const message = `nix could not make the dev shell of flake.nix: ${said}`;
  await run.note({ type: 'service', level: 'warn', message });
}
