import { basename, dirname } from 'node:path';
import { parseRunDirectoryName } from './run-directory-name.ts';

export type Mount = { Source: string; Destination: string };

/**
 * The directory of a run, above its sandbox's two mounts: told by the mounts, because labels can come from an image. Null when
 * its name is not one that we give: whoever removes a sandbox removes this directory.
 */
export function mountedRoot(mounts: readonly Mount[]): string | null {
  const source = (name: string) =>
    mounts.find(({ Destination }) => Destination === `/run/commander/${name}`)?.Source ?? '';
  const [agent, broker] = [source('agent'), source('broker')];
  const root = dirname(agent);
  const ours = basename(agent) === 'agent' && basename(broker) === 'broker' && root === dirname(broker);
  return ours && parseRunDirectoryName(basename(root)) !== null ? root : null;
}
