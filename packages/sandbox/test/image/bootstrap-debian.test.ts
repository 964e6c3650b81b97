import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bootstrapDebian } from '../../src/image/bootstrap-debian.ts';

it('works where it is told to, and tells of its program at once', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'b'));
  const temporaryDir = join(parent, 'build');
  const pids: number[] = [];
  {
    await using debian = await bootstrapDebian({ temporaryDir, onChild: (pid) => pids.push(pid) });
    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toHaveLength(1);
    expect(await readdir(temporaryDir)).toEqual([expect.stringMatching(/^commander-debian-/)]);
    await debian.stop();
  }
  expect(await readdir(temporaryDir)).toEqual([]);
  await rm(parent, { recursive: true });
});
