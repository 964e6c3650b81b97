import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Guardian, type ReleaseStack, startGuardian } from '@opencode-commander/service';

/** Where the demo keeps everything, and who clears it away should the demo be killed. */
export type DemoGround = { directory: string; guardian: Guardian };

export type OpenDemoGround = {
  /** Where the directory is made: a short path, because socket paths are. */
  parent: string;
  /** Hears that nobody would clear away any more. */
  onLost: (error: Error) => void;
};

/** Clearing away what could not be released may take as long as Podman does. */
const UNDO_MS = 60_000;

/** A new directory under `parent`. Both end with `stack`, whatever happens. */
export async function openDemoGround(
  stack: ReleaseStack,
  { parent, onLost }: OpenDemoGround,
): Promise<DemoGround> {
  const guardian = startGuardian({ node: process.execPath, onLost });
  const end = ({ isClean }: { isClean: boolean }) => (isClean ? guardian.release() : guardian.undo());
  stack.defer('the guardian', end, UNDO_MS);
  const directory = await mkdtemp(join(parent, 'oc-demo-'));
  guardian.add({ kind: 'directory', path: directory });
  stack.defer('the directory', () => rm(directory, { recursive: true, force: true }));
  return { directory, guardian };
}
