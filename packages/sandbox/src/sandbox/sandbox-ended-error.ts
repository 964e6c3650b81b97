import type { TaskId } from '@opencode-commander/task';
import { PodmanError } from '../podman/podman-error.ts';
import type { SandboxExit } from './container-exit.ts';

/** The codes images/agent/entry.sh ends with when it cannot prepare a workspace. */
export const ENTRY_EXIT_CODES = {
  cloneFailed: 65,
  emptyRepository: 66,
  baseMissing: 67,
  noBroker: 68,
  noNix: 69,
  noDevShell: 70,
  slowDevShell: 71,
} as const;

const REASONS: Readonly<Record<number, string>> = {
  [ENTRY_EXIT_CODES.cloneFailed]: 'the repository could not be cloned through the broker',
  [ENTRY_EXIT_CODES.emptyRepository]: 'the repository has no commits: push a first one',
  [ENTRY_EXIT_CODES.baseMissing]: 'the commit to start from is not in the repository',
  [ENTRY_EXIT_CODES.noBroker]: 'its port to the broker did not open',
  [ENTRY_EXIT_CODES.noNix]: 'its image has no nix',
  [ENTRY_EXIT_CODES.noDevShell]: 'nix could not make the dev shell of flake.nix',
  [ENTRY_EXIT_CODES.slowDevShell]: 'nix took too long to make the dev shell of flake.nix',
  // Podman does not always see what the kernel did.
  137: 'it was killed, most likely for want of memory: raise containers.memory_limit',
  127: 'its image lacks a program: use commander’s own image or build on it',
};

/** A sandbox ended before its agent listened. */
export class SandboxEndedError extends PodmanError {
  /** The container's exit code, null when it was removed. */
  readonly code: number | null;
  /** Its last lines: untrusted text. */
  readonly log: string;

  constructor({ taskId, exit, log, oomKills }: SandboxEnd) {
    super(
      `The sandbox of task ${taskId} ended (exit code ${exit.code ?? 'unknown'}) before its agent listened: ${reasonOf(exit, oomKills)}. It printed: ${log || 'nothing'}`,
    );
    this.code = exit.code;
    this.log = log;
  }
}

type SandboxEnd = {
  taskId: TaskId;
  exit: SandboxExit;
  log: string;
  /** How many of its processes the kernel killed for memory. */
  oomKills: number;
};

function reasonOf({ code }: SandboxExit, oomKills: number): string {
  if (code === null) return 'it was removed';
  if (oomKills > 0) return 'it ran out of memory: raise containers.memory_limit';
  return REASONS[code] ?? 'see what it printed';
}
