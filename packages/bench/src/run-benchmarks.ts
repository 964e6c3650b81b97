import type { Benchmark, Measurement } from './benchmark.ts';
import { onGround, type Surroundings } from './ground.ts';
import type { Report } from './report.ts';
import { summarise } from './statistics.ts';

type Running = Surroundings & { runs: number };

/** Runs each benchmark `runs` times, one after the other, each on ground of its own. */
export async function runBenchmarks(
  benchmarks: readonly Benchmark[],
  running: Running,
): Promise<Report['benchmarks']> {
  const done: Report['benchmarks'] = [];
  for (const benchmark of benchmarks) {
    const { name, about } = benchmark;
    done.push({ name, about, results: summarise(await runOne(benchmark, running)) });
  }
  return done;
}

function runOne(benchmark: Benchmark, { runs, ...surroundings }: Running): Promise<Measurement[][]> {
  const { say, signal } = surroundings;
  return onGround(surroundings, async (ground) => {
    say(`${benchmark.name}: making ready`);
    const run = await benchmark.open(ground);
    if (benchmark.rehearsed) await run();
    const all: Measurement[][] = [];
    for (let i = 1; i <= runs; i++) {
      signal.throwIfAborted();
      say(`${benchmark.name}: run ${i} of ${runs}`);
      all.push(await run());
    }
    return all;
  });
}
