import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findViolations } from '../scripts/check/boundaries.ts';
import { readWorkspace } from '../scripts/check/read-workspace.ts';
import { runCommand } from '../scripts/check/run-command.ts';

const root = dirname(import.meta.dirname);
const made: string[] = [];

afterEach(async () => {
  await Promise.all(made.splice(0).map((path) => rm(path, { recursive: true })));
});

describe('dependency boundaries', () => {
  it('are kept by the tree itself', async () => {
    expect(findViolations(await readWorkspace(root))).toEqual([]);
  });

  it.each([
    [
      'a leaf that imports a leaf',
      'packages/queue/src/a.ts',
      "import { x } from '@opencode-commander/github';",
    ],
    ['a type', 'packages/queue/src/a.ts', "import type { X } from '@opencode-commander/github';"],
    ['a re-export', 'packages/queue/src/a.ts', "export * from '@opencode-commander/github';"],
    ['a dynamic import', 'packages/queue/src/a.ts', "const x = await import('@opencode-commander/github');"],
    ['a subpath', 'packages/queue/src/a.ts', "import { x } from '@opencode-commander/github/inner';"],
    [
      'task, which imports nothing',
      'packages/task/src/a.ts',
      "import { x } from '@opencode-commander/queue';",
    ],
    [
      'control beside its two',
      'packages/control/src/a.ts',
      "import { x } from '@opencode-commander/sandbox';",
    ],
    [
      'a service in a service',
      'services/poller/src/a.ts',
      "import { x } from '@opencode-commander/dispatcher';",
    ],
    [
      'a simulator in a service',
      'services/poller/src/a.ts',
      "import { x } from '@opencode-commander/simulators';",
    ],
    ['the bench in the cli', 'packages/cli/src/a.ts', "import { x } from '@opencode-commander/bench';"],
    ['a relative way around', 'packages/queue/src/a.ts', "import { x } from '../../github/src/x.ts';"],
    ['an absolute way around', 'packages/queue/src/a.ts', "import { x } from '/tmp/x.ts';"],
    ['the process as a module', 'packages/queue/src/a.ts', "import { env } from 'node:process';"],
  ])('refuse %s', async (_, path, source) => {
    const [violation, ...others] = findViolations(await readWorkspace(await workspace({ [path]: source })));
    expect(others).toEqual([]);
    expect(violation?.file).toBe(path);
    expect(violation?.rule).toMatch(/may not depend on|leaves the package|is for main.ts/);
  });

  it('refuse what only the manifest declares', async () => {
    const manifest = { dependencies: { '@opencode-commander/queue': 'workspace:*' } };
    const directory = await workspace({}, { 'packages/sandbox': manifest });
    expect(findViolations(await readWorkspace(directory))).toEqual([
      {
        file: 'packages/sandbox/package.json',
        rule: 'sandbox may not depend on queue (dependencies); of ours it may import task',
      },
    ]);
  });

  it('refuse a package nobody placed', async () => {
    const [violation] = findViolations(await readWorkspace(await workspace({}, { 'packages/utils': {} })));
    expect(violation?.rule).toBe('utils has no row in scripts/check/dependency-table.ts');
  });

  it.each([
    [
      'a simulator in a test',
      'services/poller/test/a.test.ts',
      "import { x } from '@opencode-commander/simulators';",
    ],
    ['its own package in a test', 'packages/queue/test/a.test.ts', "import { x } from '../src/index.ts';"],
    ['a service in the cli', 'packages/cli/src/a.ts', "import { x } from '@opencode-commander/poller';"],
    [
      'the process where a program begins',
      'services/poller/src/main.ts',
      "import { env } from 'node:process';",
    ],
  ])('allow %s', async (_, path, source) => {
    expect(findViolations(await readWorkspace(await workspace({ [path]: source })))).toEqual([]);
  });

  it('leave environment, exit and console to the programs', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'b-'));
    made.push(directory);
    const code = "console.log(process.env['HOME']);\nprocess.exit(1);\n";
    for (const file of ['main.ts', 'inner.ts']) await writeFile(join(directory, file), code);
    const options = [`--config-path=${root}`, '--vcs-enabled=false', '--colors=off'];
    const { output } = await runCommand(root, ['biome', 'lint', ...options, directory]);
    expect(output.match(/inner\.ts:\d+:\d+ \S+/g)?.sort()).toEqual([
      'inner.ts:1:1 lint/suspicious/noConsole',
      'inner.ts:1:13 lint/style/noProcessEnv',
      'inner.ts:1:13 lint/style/noRestrictedGlobals',
      'inner.ts:2:1 lint/style/noRestrictedGlobals',
    ]);
    expect(output).not.toContain('main.ts:');
  });
});

/** A workspace with these files, and a manifest for every package that has one. */
async function workspace(
  files: Readonly<Record<string, string>>,
  manifests: Readonly<Record<string, object>> = {},
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'w-'));
  made.push(directory);
  await Promise.all(['packages', 'services'].map((group) => mkdir(join(directory, group))));
  const packages = Object.keys(files).map((path) => path.split('/').slice(0, 2).join('/'));
  for (const path of new Set([...packages, ...Object.keys(manifests)])) {
    const manifest = { name: `@opencode-commander/${path.split('/')[1]}`, ...manifests[path] };
    await write(join(directory, path, 'package.json'), JSON.stringify(manifest));
  }
  for (const [path, source] of Object.entries(files)) await write(join(directory, path), source);
  return directory;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
