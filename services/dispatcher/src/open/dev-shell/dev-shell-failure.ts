import type { DevShell } from '@opencode-commander/task';
import { TaskFailure } from '../../task-failure.ts';

export type Refusal = {
  devShell: DevShell;
  /** Nix's own words, one line. */
  said: string;
  image: string;
};

/** The end of a task that is to have its dev shell in any case. */
export function devShellFailure({ devShell, said, image }: Refusal): TaskFailure {
  return new TaskFailure('dev_shell', `${reason(devShell, { said, image })}, or say nix = "auto"`);
}

function reason(devShell: DevShell, { said, image }: Omit<Refusal, 'devShell'>): string {
  switch (devShell) {
    case 'no_nix':
      return `nix = "always", but the image ${image} has no nix: name one that has it in containers.image`;
    case 'too_slow':
      return 'nix = "always", but nix took longer than timeouts.dev_shell: raise that';
    default:
      return `nix = "always", but nix could not make the dev shell of flake.nix (${said}): correct the flake, let containers.egress_allow have the hosts it downloads from`;
  }
}
