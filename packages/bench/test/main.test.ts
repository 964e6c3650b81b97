import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'b'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function bench(...args: string[]) {
  const env = { PATH: process.env['PATH'], TMPDIR: directory };
  return promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, ...args], { env });
}

const figure = z.object({ median: z.number(), min: z.number(), max: z.number() });
const reportSchema = z.strictObject({
  at: z.iso.datetime(),
  node: z.string(),
  cpus: z.number(),
  loadAverage: z.array(z.number()).length(3),
  benchmarks: z.array(
    z.strictObject({
      name: z.string(),
      about: z.string(),
      results: z.array(
        z.strictObject({
          measure: z.string(),
          unit: z.enum(['ms', 'MB', 'kB', 'a tick', 'a task', '/s', 'MB/s']),
          runs: z.number(),
          ours: figure,
          floor: figure.nullable(),
          ratio: figure.nullable(),
        }),
      ),
    }),
  ),
});

describe('npm run bench', { timeout: 90_000 }, () => {
  it('measures what it is asked for, tells it to machines, and leaves nothing', async () => {
    const { stdout, stderr } = await bench('--json', '--runs', '1', 'enqueue');
    const { benchmarks } = reportSchema.parse(JSON.parse(stdout));
    expect(benchmarks).toMatchObject([
      { name: 'enqueue', results: [{ measure: 'tasks enqueued', unit: '/s', runs: 1 }] },
    ]);
    const [result] = benchmarks[0]?.results ?? [];
    expect(result?.ours.median).toBeGreaterThan(0);
    expect(result?.ratio?.median).toBeCloseTo((result?.ours.median ?? 0) / (result?.floor?.median ?? 0));
    expect(stderr).toContain('enqueue: run 1 of 1');
    expect((await readdir(directory)).filter((name) => name.startsWith('oc-bench'))).toEqual([]);
  });

  it('shows a table to people', async () => {
    const { stdout } = await bench('--runs', '2', 'model-proxy');
    expect(stdout).toMatch(/^model-proxy: /);
    expect(stdout).toMatch(/first byte of an answer +[\d.]+ \([\d.]+–[\d.]+\) ms .* ×\n/);
    expect(stdout).toContain('Load average');
  });

  it('says what is wrong with its arguments', async () => {
    const failure = await bench('nothing').catch((error: unknown) => error);
    const says = 'there is no benchmark "nothing": there are enqueue, ';
    expect(failure).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining(says) });
  });
});
