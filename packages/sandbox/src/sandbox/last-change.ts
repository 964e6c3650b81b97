import type { Podman } from '../podman/podman.ts';
import { execInContainer } from './exec-in-container.ts';

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 1024 * 1024;

/**
 * When a file in the workspace changed last, if any has since. By the inode's change time: unlike the modification time,
 * nobody can set it, and unpacking an archive does not keep the old one.
 */
export async function lastChange(podman: Podman, id: string, sinceMs: number): Promise<number | null> {
  const since = `@${(sinceMs / 1_000).toFixed(3)}`;
  const argv = ['find', '/workspace', '-newerct', since, '-printf', '%C@\\n'];
  const { output } = await execInContainer(podman, id, { argv, timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES });
  const times = output
    .split('\n')
    .map((line) => Math.floor(Number.parseFloat(line) * 1_000))
    .filter((time) => time > sinceMs);
  return times.length === 0 ? null : times.reduce((latest, time) => Math.max(latest, time));
}
