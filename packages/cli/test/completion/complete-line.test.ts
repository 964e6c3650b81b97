import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { farAway, startGatewayOf } from '../a-gateway.ts';
import { createRig, type Rig } from '../rig.ts';

let rig: Rig;
let id: string;
beforeAll(async () => {
  rig = await createRig();
  await rig.enqueue(rig.issue());
  id = (await rig.store.list())[0]?.id ?? '';
});
afterAll(() => rig[Symbol.asyncDispose]());

const offered = async (words: string[], env?: Record<string, string | undefined>) => {
  const { code, stdout, stderr } = await rig.call(['complete', '--', ...words], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
  return stdout.map((line) => line.split('\t')[0]);
};

it('offers tasks where keys, directories and Redis are', async () => {
  await rig.call(['status']);
  expect(await offered(['show', ''])).toEqual([id]);
});

it('offers the tasks, keys and providers that a command can do something with', async () => {
  expect(await offered(['queue', 'cancel', ''])).toEqual([id]);
  expect(await offered(['answer', ''])).toEqual([]);
  expect(await offered(['config', 'set', 'containers.max_c'])).toEqual(['containers.max_concurrent']);
  expect(await offered(['config', 'unset', 'mcp.po'])).toEqual([]);
  expect(await offered(['config', 'show', 'mcp.po'])).toEqual(['mcp.port']);
  expect(await offered(['pause', '--provider', ''])).toEqual(['simulated']);
});

it('makes nothing and starts nothing where commander has never run', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'c'));
  const data = join(directory, 'data');
  const env = {
    COMMANDER_REDIS_URL: undefined,
    COMMANDER_DATA_DIR: data,
    COMMANDER_RUN_DIR: join(data, 'r'),
  };
  expect(await offered(['show', ''], env)).toEqual([]);
  expect(await readdir(directory)).toEqual([]);
  await rm(directory, { recursive: true });
});

it('starts no Redis where commander has run before', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'c'));
  const data = join(directory, 'data');
  const env = { COMMANDER_DATA_DIR: data, COMMANDER_RUN_DIR: join(data, 'r') };
  await rig.call(['status'], env);
  const before = await readdir(data);
  expect(await offered(['show', ''], { ...env, COMMANDER_REDIS_URL: undefined })).toEqual([]);
  expect(await readdir(data)).toEqual(before);
  await rm(directory, { recursive: true });
});

it('asks the gateway that is among the words', async () => {
  const gateway = await startGatewayOf(rig);
  const env = farAway(rig, 'http://127.0.0.1:1');
  expect(await offered(['show', ''], env)).toEqual([]);
  expect(await offered(['--url', gateway.url, 'show', ''], env)).toEqual([id]);
  expect(await offered(['show', `--url=${gateway.url}`, ''], env)).toEqual([id]);
  await gateway.stop();
});
