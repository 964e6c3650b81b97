import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountSmallDisk } from '@opencode-commander/simulators';
import { expect, it } from 'vitest';
import { readDisks } from '../../src/admission/read-disks.ts';

const MB = 1024 ** 2;
const imageRoom = async () => 7 * MB;

it('sees what is free on the disk of each directory, also before it is made', async () => {
  await using disk = await mountSmallDisk({ path: join(tmpdir(), 'disk'), megabytes: 16 });
  const places = { dataDir: join(disk.path, 'not/made/yet'), runDir: '/', graphRoot: disk.path, imageRoom };
  const [data, run, images] = await readDisks(places);
  expect(data).toMatchObject({ name: 'data_dir', freeBytes: 16 * MB, needs: 'work' });
  expect(run).toMatchObject({ name: 'run_dir', needs: 'sockets' });
  expect(images).toMatchObject({ name: "Podman's images", freeBytes: 16 * MB });
  await disk.fill(MB);
  expect((await readDisks(places))[0]?.freeBytes).toBe(MB);
  await disk.empty();
  expect((await readDisks(places))[0]?.freeBytes).toBe(16 * MB);
});

it('counts what files there may be', async () => {
  await using disk = await mountSmallDisk({ path: join(tmpdir(), 'disk'), megabytes: 16 });
  const places = { dataDir: disk.path, runDir: disk.path, graphRoot: null, imageRoom };
  const before = (await readDisks(places))[0]?.freeInodes ?? 0;
  await writeFile(join(disk.path, 'one'), '');
  expect((await readDisks(places))[0]?.freeInodes).toBe(before - 1);
  await rm(join(disk.path, 'one'));
});

it('takes the word of Podman for images that are kept elsewhere, and says what cannot be read', async () => {
  await using disk = await mountSmallDisk({ path: join(tmpdir(), 'disk'), megabytes: 16 });
  const file = join(disk.path, 'file');
  await writeFile(file, '');
  await mkdir(join(disk.path, 'run'));
  const places = {
    dataDir: join(file, 'below'),
    runDir: join(disk.path, 'run'),
    graphRoot: '/nowhere/storage',
    imageRoom,
  };
  const disks = await readDisks(places);
  expect(disks.map(({ name, freeBytes }) => [name, freeBytes])).toEqual([
    ['data_dir', null],
    ['run_dir', 16 * MB],
    ["Podman's images", 7 * MB],
  ]);
  expect(await readDisks({ ...places, imageRoom: async () => null })).toHaveLength(2);
});
