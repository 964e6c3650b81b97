import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';

/** What a container has used of its host until somebody looked. */
export type ContainerSample = {
  /** Of all its processes since it was started. */
  cpuNanoseconds: number;
  /** When it was looked at, in nanoseconds. */
  at: number;
  /** In percent of one CPU, on average since it was started. */
  meanCpuPercent: number;
  memoryBytes: number;
  memoryLimitBytes: number;
};

const amount = z.number().nonnegative();
const statsSchema = z.object({
  Stats: z
    .array(
      z.object({
        ContainerID: z.string(),
        CPU: amount,
        CPUNano: amount,
        SystemNano: amount,
        MemUsage: amount,
        MemLimit: amount,
      }),
    )
    .nullable(),
});

/** Whoever is slower tells old news. */
const TIMEOUT_MS = 4_000;

/**
 * Looks at all containers of the host in one call, by their ids: where one is named that has just gone, Podman 4.3 tells of
 * none. Throws PodmanError.
 */
export async function sampleContainers(podman: Podman): Promise<ReadonlyMap<string, ContainerSample>> {
  const query = { stream: 'false' };
  const call = { method: 'GET', path: '/containers/stats', query, timeoutMs: TIMEOUT_MS } as const;
  const { Stats } = await podman.call(call, statsSchema);
  return new Map((Stats ?? []).map((stats) => [stats.ContainerID, sampleOf(stats)]));
}

type Stats = NonNullable<z.infer<typeof statsSchema>['Stats']>[number];

function sampleOf({ CPU, CPUNano, SystemNano, MemUsage, MemLimit }: Stats): ContainerSample {
  return {
    cpuNanoseconds: CPUNano,
    at: SystemNano,
    meanCpuPercent: CPU,
    memoryBytes: MemUsage,
    memoryLimitBytes: MemLimit,
  };
}

/** What was used between two looks in percent of one CPU; without an earlier one since the start, also after a new start. */
export function cpuPercent(now: ContainerSample, before: ContainerSample | null): number {
  const used = before === null ? -1 : now.cpuNanoseconds - before.cpuNanoseconds;
  const passed = before === null ? 0 : now.at - before.at;
  return used < 0 || passed <= 0 ? now.meanCpuPercent : (used / passed) * 100;
}
