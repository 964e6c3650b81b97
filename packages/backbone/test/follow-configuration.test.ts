import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Configuration, openConfiguration } from '@opencode-commander/config';
import { configOverrides, connectRedis, type Keyspace } from '@opencode-commander/queue';
import { ReleaseStack } from '@opencode-commander/service';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { applyOverrides, followConfiguration } from '../src/index.ts';

const at = '2026-01-01T00:00:00.000Z';
const set = (value: unknown) => ({ value, by: 'maria', at });

let stack: ReleaseStack;
let keyspace: Keyspace;
let configuration: Configuration;
const warnings: string[] = [];
const warn = ({ message }: Error) => void warnings.push(message);

beforeEach(async () => {
  stack = new ReleaseStack();
  warnings.length = 0;
  const directory = await mkdtemp(join(tmpdir(), 'fc-'));
  stack.defer('directory', () => rm(directory, { recursive: true }));
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  stack.defer('redis', () => redis.disconnect());
  keyspace = { redis, prefix: `${process.env['COMMANDER_TEST_PREFIX']}follow` };
  stack.defer('keys', async () => void (await redis.del(`{${keyspace.prefix}}:config`)));
  const host = { cwd: directory, home: directory, uid: process.getuid?.() ?? 0, hostname: 'here' };
  configuration = await openConfiguration({ env: { COMMANDER_RUN_DIR: join(directory, 'r') }, ...host });
});
afterEach(() => stack.release());

it('follows what others set and take back, and tells of each change once', async () => {
  const { config } = configuration;
  const store = configOverrides(keyspace);
  await store.change(() => ({ 'log.level': set('debug') }));
  const levels: string[] = [];
  const onChange = () => void levels.push(config.log.level);
  await followConfiguration(configuration, { keyspace, warn, stack, onChange });
  expect(levels).toEqual(['debug']);
  await store.change(() => ({ 'log.level': set('warn') }));
  await expect.poll(() => levels, { timeout: 5_000 }).toEqual(['debug', 'warn']);
  await store.change(() => ({}));
  await expect.poll(() => levels, { timeout: 5_000 }).toEqual(['debug', 'warn', 'info']);
  expect(warnings).toEqual([]);
});

it('starts also with what is not valid any more, and says so in one line', async () => {
  const overrides = { 'timeouts.high': set('9x'), 'timeouts.gone': set(1), 'timeouts.low': set('1m') };
  await configOverrides(keyspace).change(() => overrides);
  await applyOverrides(configuration, { keyspace, warn });
  expect(configuration.config.timeouts).toMatchObject({ highMs: 45 * 60_000, lowMs: 60_000 });
  expect(warnings).toEqual([
    expect.stringMatching(
      /^what was set at runtime does not all count: timeouts\.gone: .+; timeouts\.high = "9x" /,
    ),
  ]);
  expect(warnings.join()).not.toContain('\n');
});
