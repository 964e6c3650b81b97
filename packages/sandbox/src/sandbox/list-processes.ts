import { printable } from '@opencode-commander/task';
import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';

// Of Podman's own reading of /proc: the container's `ps` would be the agent's.
const COLUMNS = 'pid,ppid,state,time,args';
const MOST_PROCESSES = 200;
const LONGEST_LINE = 300;

const topSchema = z.object({
  Titles: z.array(z.string()),
  Processes: z.array(z.array(z.string())).nullable(),
});

/** What runs in a container, a heading and one line for each process. */
export async function listProcesses(podman: Podman, id: string): Promise<string[]> {
  const query = { stream: 'false', ps_args: COLUMNS };
  const top = await podman.call({ method: 'GET', path: `/containers/${id}/top`, query }, topSchema);
  const rows = [top.Titles, ...(top.Processes ?? []).slice(0, MOST_PROCESSES)];
  return rows.map((cells) => printable(cells.join(' ')).slice(0, LONGEST_LINE));
}
