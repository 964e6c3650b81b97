import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = dirname(import.meta.dirname);
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'b-'));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
});
afterEach(() => rm(directory, { recursive: true }));

/** Runs an entry with this TypeScript in it. */
async function bootstrap(source: string, ...args: string[]) {
  const entry = join(directory, 'entry.ts');
  await writeFile(entry, source);
  return spawn(process.execPath, [join(root, 'scripts/bootstrap.mjs'), entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, npm_lifecycle_event: '' },
  });
}

const WAITS = `
  process.on('SIGINT', () => { console.log('interrupted'); process.exit(130); });
  setInterval(() => undefined, 1000);
  const ready: string = 'ready';
  console.log(ready, process.pid);
`;

it('runs TypeScript with its arguments, and passes the exit code', async () => {
  const source =
    'const args: string[] = process.argv.slice(2); console.log(JSON.stringify(args)); process.exitCode = 5;';
  const child = await bootstrap(source, 'run', 'a b', '--json', "it's");
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect({ out, code }).toEqual({ out: '["run","a b","--json","it\'s"]\n', code: 5 });
});

it('is the entry: signals reach it, and nothing is left when it is killed', async () => {
  const child = await bootstrap(WAITS);
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  expect(line).toBe(`ready ${child.pid}\n`);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([130, null]);

  const killed = await bootstrap(WAITS);
  await once(killed.stdout, 'data');
  killed.kill('SIGKILL');
  expect(await once(killed, 'exit')).toEqual([null, 'SIGKILL']);
});

it('ends when the npm that started it is gone', async () => {
  await writeFile(join(directory, 'entry.ts'), WAITS);
  // A parent that dies at once stands in for npm.
  const started = `const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ${JSON.stringify([join(root, 'scripts/bootstrap.mjs'), join(directory, 'entry.ts')])}, { stdio: ['ignore', 1, 2] });
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ['-e', started], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: 'demo' },
  });
  const ended = once(parent.stdout.setEncoding('utf8'), 'close');
  await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  // The pipe closes when the last process that holds it has ended.
  await ended;
});

it('says how it is used', async () => {
  const child = spawn(process.execPath, [join(root, 'scripts/bootstrap.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ said, code }).toEqual({
    said: 'Usage: node scripts/bootstrap.mjs <entry.ts> [arguments…]\n',
    code: 4,
  });
});
