import { ENTRY_EXIT_CODES } from '@opencode-commander/sandbox';
import { type DevShell, devShellSchema, oneLine } from '@opencode-commander/task';

const TOLD = /^agent-entry: dev shell (\w+)/gm;
const LONGEST_COMPLAINT = 300;
/** What `tini` ends with in an image that was made before there was a program to fill Nix caches. */
const NO_SUCH_PROGRAM = 127;

/** What the entry script said of the dev shell in its container's log; null when it said nothing of it. */
export function readDevShell(log: string): DevShell | null {
  const told = [...log.matchAll(TOLD)].at(-1)?.[1];
  return devShellSchema.safeParse(told).data ?? null;
}

/** What the exit code of an agent's sandbox says of the dev shell; null when it ended for another reason. */
export function devShellOfExit(code: number | null): DevShell | null {
  switch (code) {
    case ENTRY_EXIT_CODES.noNix:
      return 'no_nix';
    case ENTRY_EXIT_CODES.noDevShell:
      return 'failed';
    case ENTRY_EXIT_CODES.slowDevShell:
      return 'too_slow';
    default:
      return null;
  }
}

/** The same of a sandbox that fills a Nix cache; its code is null when that took too long, for nix or around it. */
export function devShellOfFilling(code: number | null): DevShell | null {
  if (code === 0) return 'entered';
  if (code === NO_SUCH_PROGRAM) return 'no_nix';
  return devShellOfExit(code);
}

/** The line of a log that tells best what nix complained of: untrusted text, but one short line. */
export function nixComplaint(log: string): string {
  const lines = log
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('agent-entry:'));
  const line = lines.findLast((each) => each.startsWith('error:')) ?? lines.at(-1) ?? 'it said nothing';
  return oneLine(line, LONGEST_COMPLAINT);
}
