import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';

const cgroupSchema = z.object({ State: z.object({ CgroupPath: z.string().default('') }) });

/**
 * How many processes of a running container the kernel has killed for memory. Podman's own OOMKilled only tells of
 * its first process. Null where the control group cannot be seen: a stopped container, a remote Podman.
 */
export async function oomKills(podman: Podman, id: string): Promise<number | null> {
  const { State } = await podman.call({ method: 'GET', path: `/containers/${id}/json` }, cgroupSchema);
  if (!State.CgroupPath) return null;
  const files = [
    `/sys/fs/cgroup${State.CgroupPath}/memory.events`,
    `/sys/fs/cgroup/memory${State.CgroupPath}/memory.oom_control`,
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const count = /^oom_kill (\d+)$/m.exec(texts.join('\n'))?.[1];
  return count === undefined ? null : Number(count);
}
