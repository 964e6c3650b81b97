import { readFile, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { PodmanError } from '../podman/podman-error.ts';

/** Package name → its directory, as one flat `node_modules` is to hold them. */
export type DependencyTree = ReadonlyMap<string, string>;

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** The package in `directory` with all it depends on, wherever npm or pnpm has put them. Throws PodmanError. */
export async function dependencyTree(directory: string): Promise<DependencyTree> {
  const tree = new Map<string, string>();
  const waiting = [await realpath(directory)];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { name, version, dependencies } = await readManifest(next);
    const known = tree.get(name);
    if (known === next) continue;
    if (known) {
      throw new PodmanError(
        `The agent image cannot hold two versions of ${name}: ${known} and ${next} (${version}).`,
      );
    }
    tree.set(name, next);
    for (const dependency of Object.keys(dependencies)) waiting.push(await locate(dependency, next));
  }
  return tree;
}

async function readManifest(directory: string) {
  return manifestSchema.parse(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')));
}

/** Where Node.js would find a package that one in `directory` imports. */
async function locate(name: string, directory: string): Promise<string> {
  const places = createRequire(join(directory, 'package.json')).resolve.paths(name) ?? [];
  for (const place of places) {
    const found = await realpath(join(place, name)).catch(ignoreAbsent);
    if (found) return found;
  }
  throw new PodmanError(
    `The agent image needs the npm package ${name}, which is not installed: npm install.`,
  );
}

function ignoreAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}
