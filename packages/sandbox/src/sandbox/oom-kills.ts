import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';

const stateSchema = z.object({
  State: z.object({ CgroupPath: z.string().default(''), OOMKilled: z.boolean().default(false) }),
});

/**
 * How many processes of a container the kernel has killed for memory. Of one that has ended Podman only says whether
 * there were any, which counts as one. Null where that cannot be known: a remote Podman.
 */
export async function oomKills(podman: Podman, id: string): Promise<number | null> {
  const { State } = await podman.call({ method: 'GET', path: `/containers/${id}/json` }, stateSchema);
  const unseen = State.OOMKilled ? 1 : null;
  if (!State.CgroupPath) return unseen;
  const files = [
    `/sys/fs/cgroup${State.CgroupPath}/memory.events`,
    `/sys/fs/cgroup/memory${State.CgroupPath}/memory.oom_control`,
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const count = /^oom_kill (\d+)$/m.exec(texts.join('\n'))?.[1];
  return count === undefined ? unseen : Number(count);
}
