import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { connectRedis } from '@opencode-commander/queue';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';

const LAUNCHER = join(import.meta.dirname, '../../../scripts/commander.mjs');
const REFERENCE = 'op://Dev/redis/url';
const ASK = [LAUNCHER, 'tasks', '--json'];
const prefix = `${process.env['COMMANDER_TEST_PREFIX']}1`;
const NO_TASKS = /^\[\]|"tasks":\s*\[\]/;

let directory: string;
let vault: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'o'));
  vault = join(directory, 'vault');
});
afterEach(async () => {
  await rm(directory, { recursive: true });
  const redis = await connectRedis({ url: url(), role: 'producer' });
  const left = await redis.keys(`*{${prefix}}*`);
  if (left.length > 0) await redis.del(left);
  redis.disconnect();
});

/** An `op` on the PATH, and a commander whose Redis is known to the vault only. */
async function standIn(...lines: string[]): Promise<Record<string, string>> {
  await writeFile(join(directory, 'op'), ['#!/bin/sh', ...lines].join('\n'), { mode: 0o755 });
  return {
    PATH: `${directory}:${process.env['PATH']}`,
    HOME: directory,
    COMMANDER_DATA_DIR: join(directory, 'data'),
    COMMANDER_RUN_DIR: join(directory, 'run'),
    COMMANDER_REDIS_PREFIX: prefix,
    COMMANDER_REDIS_URL: REFERENCE,
    OP_VAULT: vault,
  };
}

const url = () => `unix://${inject('redisSocket')}`;

it('says on the terminal that it waits for 1Password, and goes on when that answers', {
  timeout: 60_000,
}, async () => {
  await promisify(execFile)('mkfifo', [vault]);
  const env = await standIn('[ "$1" = read ] && exec cat "$OP_VAULT"');
  const commander = spawn(process.execPath, ASK, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [, printed, code] = await Promise.all([
    firstLine(commander).then((line) => {
      expect(line).toBe(`Waiting for 1Password to give ${REFERENCE} …`);
      return writeFile(vault, url());
    }),
    text(commander.stdout),
    once(commander, 'exit'),
  ]);
  expect(code).toEqual([0, null]);
  expect(printed).toMatch(NO_TASKS);
});

it('works below op run, which puts the secrets into the variables', { timeout: 60_000 }, async () => {
  await writeFile(vault, url());
  const env = await standIn(
    '[ "$1 $2" = "run --" ] || exit 1',
    'shift 2',
    `for name in $(env | sed -n 's|^\\([A-Z_]*\\)=op://.*|\\1|p'); do export "$name=$(cat "$OP_VAULT")"; done`,
    'exec "$@"',
  );
  const args = ['run', '--', process.execPath, ...ASK];
  const { stdout, stderr } = await promisify(execFile)(join(directory, 'op'), args, { cwd: directory, env });
  expect(stderr).toBe('');
  expect(stdout).toMatch(NO_TASKS);
});

async function firstLine({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('it has no standard error');
  for await (const line of createInterface({ input: stderr })) return line;
  throw new Error('it said nothing');
}
