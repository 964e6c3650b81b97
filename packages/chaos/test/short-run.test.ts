import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const FAULTS = 4;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'c'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function chaos(...args: string[]) {
  const options = { env: { PATH: process.env['PATH'], TMPDIR: directory }, maxBuffer: 64 * 2 ** 20 };
  return promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, ...args], options);
}

const reportSchema = z.object({
  ok: z.boolean(),
  injected: z.number(),
  missed: z.array(z.unknown()),
  issues: z.number(),
  outcomes: z.record(z.string(), z.number()),
  violations: z.array(z.unknown()),
  failpoints: z.record(z.string(), z.number()),
});

describe('npm run chaos', { timeout: 600_000 }, () => {
  it('loses nothing and does nothing twice in a short run', async () => {
    const args = [
      '--seed',
      '5',
      '--faults',
      String(FAULTS),
      '--issues',
      '2',
      '--minutes',
      '3',
      '--no-shorten',
      '--json',
    ];
    const { stdout } = await chaos(...args).catch((error: { stdout: string }) => error);
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report.violations).toEqual([]);
    expect(report.ok).toBe(true);
    // That of a branch that is deleted a second time never comes, and containers may be gone when it is their turn.
    expect(report.injected).toBeGreaterThan(FAULTS / 2);
    expect(report.missed.length).toBeLessThanOrEqual(FAULTS / 2);
    expect(report.issues).toBeGreaterThanOrEqual(2);
    expect(report.failpoints['after store.claim']).toBeGreaterThanOrEqual(2);
    expect((await readdir(directory)).filter((name) => name.startsWith('oc-chaos'))).toEqual([]);
  });

  it('says what is wrong with its arguments', async () => {
    const failure = await chaos('--seed', 'x').catch((error: unknown) => error);
    const says = '--seed takes a whole number from 0 to 4294967295, not "x"';
    expect(failure).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining(says) });
  });
});
