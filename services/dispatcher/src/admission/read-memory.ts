import { readFile } from 'node:fs/promises';
import type { Memory } from './judge-admission.ts';

/** Texts of the kernel; null for files that are not there. */
type MemoryTexts = {
  meminfo: string | null;
  pressure: string | null;
  /** Limit, use and statistics of the control group that commander sees as the whole: of its container. */
  cgroup: { limit: string | null; used: string | null; stat: string | null };
};

/** Of the first file that is there: cgroups v2, then v1. */
const CGROUP_FILES = {
  limit: ['memory.max', 'memory/memory.limit_in_bytes'],
  used: ['memory.current', 'memory/memory.usage_in_bytes'],
  stat: ['memory.stat', 'memory/memory.stat'],
};

/** What memory there is for new work; null where the kernel does not say (not Linux). */
export async function readMemory(): Promise<Memory | null> {
  const [meminfo, pressure, limit, used, stat] = await Promise.all([
    textOf('/proc/meminfo'),
    textOf('/proc/pressure/memory'),
    cgroupText('limit'),
    cgroupText('used'),
    cgroupText('stat'),
  ]);
  return memoryOf({ meminfo, pressure, cgroup: { limit, used, stat } });
}

export function memoryOf({ meminfo, pressure, cgroup }: MemoryTexts): Memory | null {
  const availableKb = numberAfter(meminfo, /^MemAvailable:\s+(\d+) kB$/m);
  if (availableKb === null) return null;
  const ofHost = availableKb * 1024;
  return {
    availableBytes: Math.min(ofHost, cgroupRoom(cgroup) ?? ofHost),
    stalledPercent: numberAfter(pressure, /^full avg10=(\d+(?:\.\d+)?) /m),
  };
}

/** Null without a limit (v2 says `max`, v1 a number beyond all memory). What is cached of files is given up when needed. */
function cgroupRoom({ limit, used, stat }: MemoryTexts['cgroup']): number | null {
  const [most, taken] = [numberAfter(limit, /^(\d+)$/m), numberAfter(used, /^(\d+)$/m)];
  if (most === null || taken === null) return null;
  const cached = numberAfter(stat, /^(?:total_)?inactive_file (\d+)$/m) ?? 0;
  return Math.max(0, most - taken + cached);
}

function numberAfter(text: string | null, pattern: RegExp): number | null {
  const found = pattern.exec(text ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

async function cgroupText(name: keyof typeof CGROUP_FILES): Promise<string | null> {
  const texts = await Promise.all(CGROUP_FILES[name].map((file) => textOf(`/sys/fs/cgroup/${file}`)));
  return texts.find((text) => text !== null) ?? null;
}

/** Not every kernel has every file, and some are there and cannot be read (pressure stalls that are switched off). */
async function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
