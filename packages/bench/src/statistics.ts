import type { Measurement, Unit } from './benchmark.ts';

export type Spread = { median: number; min: number; max: number };

/** One measure over all runs. `ratio` is ours ÷ floor, run by run. */
export type Result = {
  measure: string;
  unit: Unit;
  runs: number;
  ours: Spread;
  floor: Spread | null;
  ratio: Spread | null;
};

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

/** The runs of one benchmark, measure by measure, in the order they were first seen. */
export function summarise(runs: readonly (readonly Measurement[])[]): Result[] {
  const all = runs.flat();
  return [...new Set(all.map(({ measure }) => measure))].map((measure) =>
    summariseOne(all.filter((each) => each.measure === measure)),
  );
}

function summariseOne(measurements: readonly Measurement[]): Result {
  const [first] = measurements;
  if (first === undefined) throw new RangeError('nothing was measured');
  const compared = measurements.flatMap(({ ours, floor }) => (floor === undefined ? [] : [{ ours, floor }]));
  return {
    measure: first.measure,
    unit: first.unit,
    runs: measurements.length,
    ours: spread(measurements.map(({ ours }) => ours)),
    floor: compared.length === 0 ? null : spread(compared.map(({ floor }) => floor)),
    ratio: compared.length === 0 ? null : spread(compared.map(({ ours, floor }) => ours / floor)),
  };
}

/** Median and range; of an even number of values the median is between the two in the middle. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { median, min: at(0), max: at(sorted.length - 1) };
}
