import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepSession } from '../../src/publish/keep-session.ts';
import type { Run } from '../../src/run.ts';
import type { OpenedSession } from '../../src/supervise/open-session.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'k'));
});
afterEach(() => rm(dataDir, { recursive: true }));

it('a conversation that cannot be written down costs the run nothing', async () => {
  await writeFile(join(dataDir, 'sessions'), 'no directory');
  const warned: string[] = [];
  const log = { warn: (_about: unknown, line: string) => warned.push(line) };
  const context = { config: { dataDir }, log, randomHex: () => 'abcd' };
  const run = { context, task: { id: '1-a1b2c3', branch: 'agent/1-a1b2c3' } } as unknown as Run;
  const agent = { exportSession: async () => '{}' };
  const opened = { session: { id: 'ses_1' }, sandbox: { agent } } as unknown as OpenedSession;
  await keepSession(run, opened);
  expect(warned).toEqual(['the session could not be kept for follow-ups']);
});
