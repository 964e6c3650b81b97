import { expect, it } from 'vitest';
import { memoryOf, readMemory } from '../../src/admission/read-memory.ts';

const meminfo = 'MemTotal:       24683656 kB\nMemFree:        100 kB\nMemAvailable:   2000 kB\n';
const pressure =
  'some avg10=90.00 avg60=1.00 avg300=0.00 total=9\nfull avg10=12.50 avg60=1.00 avg300=0.00 total=7\n';
const none = { limit: null, used: null, stat: null };

it.each([
  ['the host alone', { meminfo, pressure, cgroup: none }, 2000 * 1024, 12.5],
  ['no pressure', { meminfo, pressure: null, cgroup: none }, 2000 * 1024, null],
  [
    'a container with less, and with files cached in it (v2)',
    {
      meminfo,
      pressure,
      cgroup: { limit: '1000000\n', used: '900000\n', stat: 'anon 5\ninactive_file 50000\n' },
    },
    150_000,
    12.5,
  ],
  [
    'a container with less (v1)',
    {
      meminfo,
      pressure,
      cgroup: { limit: '1000000\n', used: '990000\n', stat: 'inactive_file 1\ntotal_inactive_file 5000\n' },
    },
    10_001,
    12.5,
  ],
  ['a group over its limit', { meminfo, pressure, cgroup: { limit: '10', used: '20', stat: null } }, 0, 12.5],
  [
    'no limit (v2)',
    { meminfo, pressure, cgroup: { limit: 'max\n', used: '9\n', stat: '' } },
    2000 * 1024,
    12.5,
  ],
  [
    'no limit (v1)',
    { meminfo, pressure, cgroup: { limit: '9223372036854771712\n', used: '9\n', stat: '' } },
    2000 * 1024,
    12.5,
  ],
])('%s', (_, texts, availableBytes, stalledPercent) => {
  expect(memoryOf(texts)).toEqual({ availableBytes, stalledPercent });
});

it('knows nothing where the kernel is another', () => {
  expect(memoryOf({ meminfo: null, pressure: null, cgroup: none })).toBeNull();
});

it('reads this host', async () => {
  const memory = await readMemory();
  expect(memory?.availableBytes).toBeGreaterThan(1024 ** 2);
});
