import type { NixMode } from '@opencode-commander/config';
import type { DevShell } from '@opencode-commander/task';

/** How an agent's container is to start: in a dev shell, if that can be made there, without one, or not at all. */
export type DevShellPlan =
  | { start: 'in_shell' }
  | { start: 'plain'; devShell: DevShell }
  | { start: 'refused'; devShell: DevShell };

export type DevShellFacts = {
  mode: Exclude<NixMode, 'never'>;
  /** What came of making the shell of the base, for the Nix cache; null where nobody could tell. */
  ofBase: DevShell | null;
  /** The agent begins at the base itself, where making it again would end no better. */
  startsAtBase: boolean;
};

/** Decides it for a repository that has a flake.nix. */
export function planDevShell({ mode, ofBase, startsAtBase }: DevShellFacts): DevShellPlan {
  if (ofBase === null || ofBase === 'entered') return { start: 'in_shell' };
  if (ofBase !== 'no_nix' && !startsAtBase) return { start: 'in_shell' };
  return { start: mode === 'always' ? 'refused' : 'plain', devShell: ofBase };
}
