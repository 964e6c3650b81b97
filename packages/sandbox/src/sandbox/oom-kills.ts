import type { Podman } from '../podman/podman.ts';
import { memoryEvents } from './memory-events.ts';

/** How many processes of a container the kernel has killed for memory; null where that cannot be known. */
export async function oomKills(podman: Podman, id: string): Promise<number | null> {
  return (await memoryEvents(podman, id))['oom_kill'] ?? null;
}
