import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Guardian, type ReleaseStack, startGuardian } from '@opencode-commander/service';

/** Where the demo keeps everything, and who clears it away should the demo be killed. */
export type DemoGround = { directory: string; guardian: Guardian };

/** A new directory under `parent`, short because socket paths are. Both end with `stack`, whatever happens. */
export async function openDemoGround(stack: ReleaseStack, parent: string): Promise<DemoGround> {
  const guardian = startGuardian({ node: process.execPath });
  stack.defer('the guardian', () => guardian.release());
  const directory = await mkdtemp(join(parent, 'oc-demo-'));
  guardian.add({ kind: 'directory', path: directory });
  stack.defer('the directory', () => rm(directory, { recursive: true, force: true }));
  return { directory, guardian };
}
