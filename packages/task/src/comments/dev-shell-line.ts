import type { DevShell } from '../dev-shell.ts';

/** What the status comment says of the dev shell of a repository that has a flake.nix. */
export function devShellLine(devShell: DevShell): string {
  return LINES[devShell];
}

const WITHOUT = 'Not in the dev shell of `flake.nix`:';

const LINES: Readonly<Record<DevShell, string>> = {
  entered: 'In the dev shell of `flake.nix`',
  no_nix: `${WITHOUT} the agent's image has no nix`,
  failed: `${WITHOUT} nix could not make it, see the task's log`,
  too_slow: `${WITHOUT} nix took longer than \`timeouts.dev_shell\``,
};
