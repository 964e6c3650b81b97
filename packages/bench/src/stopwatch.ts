import type { Measurement } from './benchmark.ts';

/** Notes how long each part of something took. */
export type Stopwatch = {
  time<T>(measure: string, work: () => Promise<T>): Promise<T>;
  note(measure: string, ms: number): void;
  measurements(): Measurement[];
};

export function createStopwatch(): Stopwatch {
  const noted: Measurement[] = [];
  const note = (measure: string, ms: number) => void noted.push({ measure, unit: 'ms', ours: ms });
  const time = async <T>(measure: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    note(measure, performance.now() - began);
    return result;
  };
  return { time, note, measurements: () => noted };
}
