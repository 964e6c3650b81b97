import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dependencyTree } from '../../src/image/dependency-tree.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 't'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Installs a package at `path`; answers with its directory. */
async function install(path: string, name: string, dependencies: readonly string[] = []): Promise<string> {
  const directory = join(root, path);
  await mkdir(directory, { recursive: true });
  const wanted = Object.fromEntries(dependencies.map((each) => [each, '*']));
  const manifest = { name, version: '1.0.0', dependencies: wanted };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  return directory;
}

it("finds everything in npm's flat tree, also in circles", async () => {
  const a = await install('node_modules/@acme/a', '@acme/a', ['b', '@acme/c']);
  const b = await install('node_modules/b', 'b', ['@acme/c']);
  const c = await install('node_modules/@acme/c', '@acme/c', ['@acme/a']);
  expect(Object.fromEntries(await dependencyTree(a))).toEqual({ '@acme/a': a, b, '@acme/c': c });
});

it("finds everything behind pnpm's links", async () => {
  const a = await install('store/a@1/node_modules/a', 'a', ['@acme/b']);
  const b = await install('store/b@1/node_modules/@acme/b', '@acme/b');
  await mkdir(join(dirname(a), '@acme'));
  await symlink(b, join(dirname(a), '@acme/b'));
  await mkdir(join(root, 'node_modules'));
  await symlink(a, join(root, 'node_modules/a'));
  expect(Object.fromEntries(await dependencyTree(join(root, 'node_modules/a')))).toEqual({ a, '@acme/b': b });
});

it('refuses what one flat directory cannot hold, and what is not there', async () => {
  const a = await install('node_modules/a', 'a', ['b', 'c']);
  await install('node_modules/b', 'b', ['c']);
  await install('node_modules/c', 'c');
  await install('node_modules/b/node_modules/c', 'c');
  await expect(dependencyTree(a)).rejects.toThrow('two versions of c');
  const d = await install('node_modules/d', 'd', ['commander-test-absent']);
  await expect(dependencyTree(d)).rejects.toThrow('needs the npm package commander-test-absent');
});
