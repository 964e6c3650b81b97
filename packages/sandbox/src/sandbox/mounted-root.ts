import { basename, dirname } from 'node:path';

export type Mount = { Source: string; Destination: string };

/** The directory above a sandbox's two mounts: told by the mounts, because labels can come from an image. */
export function mountedRoot(mounts: readonly Mount[]): string | null {
  const source = (name: string) =>
    mounts.find(({ Destination }) => Destination === `/run/commander/${name}`)?.Source ?? '';
  const [agent, broker] = [source('agent'), source('broker')];
  const ours =
    basename(agent) === 'agent' && basename(broker) === 'broker' && dirname(agent) === dirname(broker);
  return ours ? dirname(agent) : null;
}
