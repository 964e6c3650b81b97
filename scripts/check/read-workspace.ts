import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** What a file takes from another module; `*` is all of it. */
export type Import = { from: string; names: string[] };

/** A TypeScript file, its path from the root, and everything it imports or re-exports. */
export type SourceFile = { path: string; imports: Import[] };

export type WorkspacePackage = {
  /** Without the scope. */
  name: string;
  /** Its path from the root, such as `packages/queue`. */
  directory: string;
  manifest: string;
  dependencies: string[];
  devDependencies: string[];
  files: SourceFile[];
};

/** Every package under packages/ and services/ with what it declares and what its files import. */
export async function readWorkspace(root: string): Promise<WorkspacePackage[]> {
  const groups = await Promise.all(['packages', 'services'].map((group) => directoriesIn(root, group)));
  return Promise.all(groups.flat().map((directory) => readPackage(root, directory)));
}

async function directoriesIn(root: string, group: string): Promise<string[]> {
  const entries = await readdir(join(root, group), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(group, entry.name));
}

async function readPackage(root: string, directory: string): Promise<WorkspacePackage> {
  const manifest = join(directory, 'package.json');
  const parsed: unknown = JSON.parse(await readFile(join(root, manifest), 'utf8'));
  const paths = await Promise.all(['src', 'test'].map((part) => sourcesIn(root, join(directory, part))));
  return {
    name: String(field(parsed, 'name')).replace(/^@[^/]+\//, ''),
    directory,
    manifest,
    dependencies: Object.keys(Object(field(parsed, 'dependencies'))),
    devDependencies: Object.keys(Object(field(parsed, 'devDependencies'))),
    files: await Promise.all(paths.flat().map((path) => readSource(root, path))),
  };
}

function field(value: unknown, key: string): unknown {
  return Object.getOwnPropertyDescriptor(Object(value), key)?.value;
}

async function sourcesIn(root: string, directory: string): Promise<string[]> {
  const entries = await readdir(join(root, directory), { recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return entries.filter((path) => path.endsWith('.ts')).map((path) => join(directory, path));
}

async function readSource(root: string, path: string): Promise<SourceFile> {
  const text = await readFile(join(root, path), 'utf8');
  const { module } = parseSync(path, text);
  const imported = module.staticImports.map(({ moduleRequest, entries }) => ({
    from: moduleRequest.value,
    names: entries.map(({ importName }) => importName.name ?? '*'),
  }));
  const exported = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, importName }) =>
      moduleRequest ? [{ from: moduleRequest.value, names: [importName.name ?? '*'] }] : [],
    );
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
    from: text.slice(start, end).replace(/^['"`]|['"`]$/g, ''),
    names: ['*'],
  }));
  return { path, imports: [...imported, ...exported, ...dynamic] };
}
