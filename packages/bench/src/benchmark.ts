import type { Ground } from './ground.ts';

/** `ms`, `MB`, `kB` and what is counted a tick or a task are better when they are less, `/s` and `MB/s` when they are more. */
export type Unit = 'ms' | 'MB' | 'kB' | 'a tick' | 'a task' | '/s' | 'MB/s';

/** What one run measured. */
export type Measurement = {
  measure: string;
  unit: Unit;
  /** With commander. */
  ours: number;
  /** The same without it, in the same run; absent where there is nothing to compare with. */
  floor?: number;
};

/** Something to measure, several times. */
export type Benchmark = {
  name: string;
  /** What is compared with what, in a line. */
  about: string;
  /** Whether the first run does not count, because caches and compilers are cold in it. */
  rehearsed: boolean;
  /** Makes everything ready (the ground's stack takes it away) and answers with what is one run. */
  open(ground: Ground): Promise<() => Promise<Measurement[]>>;
};
