import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSecretFile } from '../src/read-secret-file.ts';

let directory: string;
const place = (name: string) => join(directory, name);
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's'));
  await mkdir(place('made-by-docker'));
  await writeFile(place('empty'), '\n');
  await writeFile(place('token'), 's3cret-token\r\n');
});
afterAll(() => rm(directory, { recursive: true }));

it('takes what is in it without the line end', async () => {
  const followed = await readSecretFile(place('token'));
  expect('secret' in followed && followed.secret.reveal()).toBe('s3cret-token');
});

it.each([
  [
    'absent',
    'cannot be read (there is no such file, ENOENT): it must hold the secret, and belong to the user',
  ],
  ['made-by-docker', 'cannot be read (it is a directory, as is made where the file'],
  ['token/below', 'cannot be read (there is no such directory, ENOTDIR)'],
  ['empty', 'is empty: write the secret into it'],
])('says what is wrong with one that is %s', async (name, words) => {
  expect(await readSecretFile(place(name))).toEqual({
    problem: expect.stringContaining(`the file ${place(name)} ${words}`),
  });
});

it('says that this user may not read it', async () => {
  await chmod(place('token'), 0);
  // Root may read every file: it is nobody for a while, to whom the directory is closed as well.
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  const refused = await readSecretFile(place('token'));
  if (isRoot) process.seteuid?.(0);
  expect(refused).toEqual({ problem: expect.stringContaining('(this user may not read it, EACCES)') });
});
