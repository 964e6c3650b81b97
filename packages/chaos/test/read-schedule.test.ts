import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChaosUsageError } from '../src/read-arguments.ts';
import { readSchedule } from '../src/read-schedule.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'c'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const read = (schedule: string | null) => readSchedule({ schedule, seed: 1, faults: 2 });

async function write(text: string): Promise<string> {
  const file = join(directory, 'schedule.json');
  await writeFile(file, text);
  return file;
}

it('reads a file, or makes one of seed and faults', async () => {
  expect(await read(await write('{"seed":7,"faults":[]}'))).toEqual({ seed: 7, faults: [] });
  const made = await read(null);
  expect(made.seed).toBe(1);
  expect(made.faults).toHaveLength(2);
});

it.each([
  ['what is no JSON', '{', 'is not JSON: '],
  ['what is no schedule', '{"seed":1,"faults":[{"fault":{"kind":"rain"}}]}', 'holds no schedule: faults.0.'],
  ['what is no object', '7', 'holds no schedule: all of it: '],
])('refuses %s in one line', async (_, text, says) => {
  const error: unknown = await read(await write(text)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ChaosUsageError);
  expect((error as Error).message).toContain(says);
  expect((error as Error).message).not.toContain('\n');
});

it('refuses a file that is not there', async () => {
  const error: unknown = await read('/nope').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ChaosUsageError);
  expect((error as Error).message).toContain('--schedule cannot be read: ENOENT');
});
