import type { Result } from './statistics.ts';

/** What `--json` prints. Times in milliseconds, sizes in millions of bytes, rates per second. */
export type Report = {
  at: string;
  node: string;
  cpus: number;
  /** Of the host over 1, 5 and 15 minutes, when the measuring began: what else went on. */
  loadAverage: number[];
  benchmarks: { name: string; about: string; results: Result[] }[];
};
