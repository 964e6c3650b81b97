import { formatBytes, oneLine } from '@opencode-commander/task';

/** A file system that work needs room on. */
export type Disk = {
  /** What it is for, such as `data_dir`. */
  name: string;
  /** Null where the system does not say, for an error of the disk. */
  freeBytes: number | null;
  /** Null where the file system does not count them. */
  freeInodes: number | null;
  needs: 'work' | 'sockets';
};

export type Memory = {
  /** What new processes can have without swapping: of the host, or of the container that commander runs in. */
  availableBytes: number;
  /** Percent of the last ten seconds in which everything stood still for want of memory; null where the kernel does not say. */
  stalledPercent: number | null;
};

/** What there is for new work on this host. */
export type HostFindings = {
  disks: readonly Disk[];
  /** Null where it is not known. */
  memory: Memory | null;
  podmanAnswers: boolean;
  /** The image of agents, and what becomes of it. */
  image:
    | { name: string; state: 'there' | 'missing' | 'being built' }
    | { name: string; state: 'not to be built'; why: string };
};

export type AdmissionLimits = { minFreeDiskBytes: number; minFreeMemoryBytes: number };

/** Sockets and directories take next to nothing, and run_dir often is a small tmpfs. */
const SOCKETS = { bytes: 4 * 1024 ** 2, inodes: 100 };
/** A clone of a repository of some size. */
const WORK_INODES = 10_000;
const MOST_STALLED_PERCENT = 20;
/** A build may have much to say. */
const LONGEST_WHY = 400;
/** What was too little must have grown by a quarter before it counts as enough, or admission would flap. */
const MARGIN = 1.25;

/** Why no new work is taken; empty when it is. Who refuses already wants more before it admits again. */
export function judgeAdmission(
  findings: HostFindings,
  { limits, refusing }: { limits: AdmissionLimits; refusing: boolean },
): string[] {
  const factor = refusing ? MARGIN : 1;
  return [
    ...judgePodman(findings),
    ...findings.disks.flatMap((disk) => judgeDisk(disk, { limits, factor })),
    ...judgeMemory(findings.memory, { limits, factor }),
  ];
}

type Asked = { limits: AdmissionLimits; factor: number };

function judgePodman({ podmanAnswers, image }: HostFindings): string[] {
  if (!podmanAnswers) return ['Podman does not answer'];
  switch (image.state) {
    case 'there':
      return [];
    case 'being built':
      return [`the image ${image.name} is missing and is being built`];
    case 'missing':
      return [`Podman has no image ${image.name}: pull or build it`];
    case 'not to be built':
      return [`${oneLine(image.why, LONGEST_WHY)} (it is tried again every minute)`];
  }
}

function judgeDisk({ name, freeBytes, freeInodes, needs }: Disk, { limits, factor }: Asked): string[] {
  const bytes = factor * (needs === 'work' ? limits.minFreeDiskBytes : SOCKETS.bytes);
  if (freeBytes === null) return [`the disk of ${name} cannot be read`];
  if (freeBytes < bytes)
    return [`the disk of ${name} is full: ${formatBytes(freeBytes)} free, ${formatBytes(bytes)} needed`];
  const inodes = factor * (needs === 'work' ? WORK_INODES : SOCKETS.inodes);
  if (freeInodes !== null && freeInodes < inodes)
    return [`the disk of ${name} has no room for files: ${freeInodes} inodes free, ${inodes} needed`];
  return [];
}

function judgeMemory(memory: Memory | null, { limits, factor }: Asked): string[] {
  if (memory === null) return [];
  const { availableBytes, stalledPercent } = memory;
  const bytes = factor * limits.minFreeMemoryBytes;
  if (availableBytes < bytes)
    return [`memory is short: ${formatBytes(availableBytes)} available, ${formatBytes(bytes)} needed`];
  if (stalledPercent !== null && stalledPercent > MOST_STALLED_PERCENT / factor)
    return [`memory is short: everything stood still ${Math.round(stalledPercent)} % of the time`];
  return [];
}
