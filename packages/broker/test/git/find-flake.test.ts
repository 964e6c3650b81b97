import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFlake } from '../../src/git/find-flake.ts';
import { commit, git, scratch } from '../git-fixture.ts';

test('finds the flake of a commit, and tells when it is another one', async () => {
  await using place = await scratch();
  await git(place.path, 'init', '-q');
  const without = await commit(place.path, { 'README.md': 'x', 'sub/flake.nix': '{ }' });
  const first = await commit(place.path, { 'flake.nix': '{ }', 'nix/shell.nix': '1' });
  const other = await commit(place.path, { 'README.md': 'y' });
  const changed = await commit(place.path, { 'nix/shell.nix': '2' });
  const repository = { path: join(place.path, '.git') };
  const find = (sha: string) => findFlake(repository, { commit: sha });

  expect(await find(without)).toBe(null);
  const flake = await find(first);
  expect(flake?.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await find(other)).toEqual(flake);
  expect((await find(changed))?.digest).not.toBe(flake?.digest);
});

test('takes a link for a flake too, and no directory', async () => {
  await using place = await scratch();
  await git(place.path, 'init', '-q');
  await symlink('other.nix', join(place.path, 'flake.nix'));
  const linked = await commit(place.path, { 'other.nix': '{ }' });
  const repository = { path: join(place.path, '.git') };
  expect(await findFlake(repository, { commit: linked })).not.toBe(null);
  await rm(join(place.path, 'flake.nix'));
  const directory = await commit(place.path, { 'flake.nix/flake.nix': '{ }' });
  expect(await findFlake(repository, { commit: directory })).toBe(null);
});
