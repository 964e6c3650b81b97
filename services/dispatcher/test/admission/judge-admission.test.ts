import { describe, expect, it } from 'vitest';
import {
  type Disk,
  type HostFindings,
  judgeAdmission,
  type Memory,
} from '../../src/admission/judge-admission.ts';

const MB = 1024 ** 2;
const limits = { minFreeDiskBytes: 1_000 * MB, minFreeMemoryBytes: 400 * MB };
const name = 'localhost/agent:1';
const well: HostFindings = {
  disks: [],
  memory: null,
  podmanAnswers: true,
  image: { name, state: 'there' },
};

function disk(changes: Partial<Disk>): HostFindings {
  const roomy = { name: 'data_dir', needs: 'work', freeBytes: 9_000 * MB, freeInodes: 1_000_000 } as const;
  return { ...well, disks: [{ ...roomy, ...changes }] };
}

function memory(changes: Partial<Memory>): HostFindings {
  return { ...well, memory: { availableBytes: 9_000 * MB, stalledPercent: 0, ...changes } };
}

describe('new work', () => {
  it.each<[string, HostFindings]>([
    ['nothing is known of the memory', well],
    ['there is room', disk({})],
    ['there is just enough room', disk({ freeBytes: 1_000 * MB })],
    ['the file system counts no inodes', disk({ freeInodes: null })],
    [
      'sockets have little room, and need no more',
      disk({ needs: 'sockets', freeBytes: 5 * MB, freeInodes: 200 }),
    ],
    ['there is memory', memory({})],
    ['the kernel tells of no stalls', memory({ stalledPercent: null })],
    ['memory stalls a little', memory({ stalledPercent: 19 })],
  ])('is taken when %s', (_, findings) => {
    expect(judgeAdmission(findings, { limits, refusing: false })).toEqual([]);
  });

  it.each<[HostFindings, string]>([
    [{ ...well, podmanAnswers: false }, 'Podman does not answer'],
    [{ ...well, podmanAnswers: false, image: { name, state: 'missing' } }, 'Podman does not answer'],
    [{ ...well, image: { name, state: 'missing' } }, `Podman has no image ${name}: pull or build it`],
    [
      { ...well, image: { name, state: 'not to be built', why: 'The agent image has no base:\nno space' } },
      'The agent image has no base: no space (it is tried again every minute)',
    ],
    [{ ...well, image: { name, state: 'being built' } }, `the image ${name} is missing and is being built`],
    [disk({ freeBytes: 999 * MB }), 'the disk of data_dir is full: 999 MiB free, 1000 MiB needed'],
    [disk({ freeBytes: 0 }), 'the disk of data_dir is full: 0 B free, 1000 MiB needed'],
    [disk({ freeBytes: null }), 'the disk of data_dir cannot be read'],
    [disk({ freeInodes: 9 }), 'the disk of data_dir has no room for files: 9 inodes free, 10000 needed'],
    [
      disk({ name: 'run_dir', needs: 'sockets', freeBytes: MB }),
      'the disk of run_dir is full: 1 MiB free, 4 MiB needed',
    ],
    [memory({ availableBytes: 399 * MB }), 'memory is short: 399 MiB available, 400 MiB needed'],
    [memory({ stalledPercent: 20.6 }), 'memory is short: everything stood still 21 % of the time'],
  ])('is not taken: %#', (findings, reason) => {
    expect(judgeAdmission(findings, { limits, refusing: false })).toEqual([reason]);
  });

  it.each<[HostFindings, number]>([
    [disk({ freeBytes: 1_249 * MB }), 1],
    [disk({ freeBytes: 1_250 * MB }), 0],
    [disk({ freeInodes: 12_499 }), 1],
    [disk({ freeInodes: 12_500 }), 0],
    [memory({ availableBytes: 499 * MB }), 1],
    [memory({ availableBytes: 500 * MB }), 0],
    [memory({ stalledPercent: 17 }), 1],
    [memory({ stalledPercent: 16 }), 0],
  ])('is taken again only when there is more than was too little: %#', (findings, reasons) => {
    expect(judgeAdmission(findings, { limits, refusing: false })).toEqual([]);
    expect(judgeAdmission(findings, { limits, refusing: true })).toHaveLength(reasons);
  });

  it('is refused for all that is wrong at once', () => {
    const findings = { ...disk({ freeBytes: 0 }), ...memory({ availableBytes: 0 }), podmanAnswers: false };
    const both = { ...findings, disks: disk({ freeBytes: 0 }).disks };
    expect(judgeAdmission(both, { limits, refusing: true })).toHaveLength(3);
  });
});
