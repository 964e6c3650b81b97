import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';

const stateSchema = z.object({
  State: z.object({ CgroupPath: z.string().default(''), OOMKilled: z.boolean().default(false) }),
});

/**
 * The kernel's counters of trouble with a container's memory, such as `oom_kill` (cgroup v2's memory.events, or v1's
 * memory.oom_control). Of one that has ended Podman only says whether a process was killed, which counts as one. {} where
 * they cannot be known: a remote Podman.
 */
export async function memoryEvents(podman: Podman, id: string): Promise<Readonly<Record<string, number>>> {
  const { State } = await podman.call({ method: 'GET', path: `/containers/${id}/json` }, stateSchema);
  const unseen = State.OOMKilled ? { oom_kill: 1 } : {};
  if (!State.CgroupPath) return unseen;
  const files = [
    `/sys/fs/cgroup${State.CgroupPath}/memory.events`,
    `/sys/fs/cgroup/memory${State.CgroupPath}/memory.oom_control`,
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return { ...unseen, ...counters(texts.join('\n')) };
}

function counters(text: string): Record<string, number> {
  const lines = text.matchAll(/^(\w+) (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, name = '', count]) => [name, Number(count)]));
}
