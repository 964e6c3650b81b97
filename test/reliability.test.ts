import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = dirname(import.meta.dirname);

it('names tests that there are for every promise', async () => {
  const text = await readFile(join(root, 'docs/reliability.md'), 'utf8');
  const named = [...text.matchAll(/`npx vitest run ([^`]+)`/g)].flatMap(([, files = '']) => files.split(' '));
  const { stdout } = await promisify(execFile)('git', ['ls-files', '*.test.ts'], { cwd: root });
  const tests = stdout.split('\n');
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !tests.some((file) => file.startsWith(name)))).toEqual([]);
});
