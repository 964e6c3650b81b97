import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const SAMPLES = 8;
const EVERY_MS = 250;

/** Millions of bytes of memory that a process holds at rest: the least of two seconds. */
export async function residentMemory(
  pid: number,
  { children, signal }: { children: boolean; signal: AbortSignal },
): Promise<number> {
  const samples: number[] = [];
  while (samples.length < SAMPLES) {
    samples.push(await sample(pid, children));
    await delay(EVERY_MS, undefined, { signal });
  }
  return Math.min(...samples);
}

async function sample(pid: number, children: boolean): Promise<number> {
  const processes = await listProcesses();
  const family = children ? withDescendants(processes, pid) : processes.filter((each) => each.pid === pid);
  if (family.length === 0) throw new Error(`the process ${pid} has ended`);
  return (family.reduce((sum, { kibibytes }) => sum + kibibytes, 0) * 1_024) / 1_000_000;
}

type Process = { pid: number; parent: number; kibibytes: number };

async function listProcesses(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-e', '-o', 'pid=,ppid=,rss=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, kibibytes = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent, kibibytes };
    });
}

/** The process itself and all below it. */
export function withDescendants(processes: readonly Process[], pid: number): Process[] {
  const below = processes.filter(({ parent }) => parent === pid);
  const self = processes.filter((each) => each.pid === pid);
  return [...self, ...below.flatMap((child) => withDescendants(processes, child.pid))];
}
