import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { instanceOf } from '@opencode-commander/dispatcher';
import { startTaskWorker } from '@opencode-commander/queue';
import {
  createSandbox,
  listSandboxes,
  type OpenedPodman,
  openPodman,
  removeSandboxes,
} from '@opencode-commander/sandbox';
import { untilAborted } from '@opencode-commander/service';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildEmptyImage } from '../empty-image.ts';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
let opened: OpenedPodman;
let image: Awaited<ReturnType<typeof buildEmptyImage>>;

beforeAll(async () => {
  rig = await createRig();
  image = await buildEmptyImage();
  opened = await openPodman({ socket: null, runDir: runDir(), runtime: null, environment: process.env });
  // A store that knows all of its tasks by now.
  const store = JSON.stringify({ version: 1, id: 'old' });
  const prefix = `{${rig.env['COMMANDER_REDIS_PREFIX']}}`;
  await rig.queues.redis.mset({
    [`${prefix}:store`]: store,
    [`${prefix}:rebuilt`]: JSON.stringify({ store: 'old', at: 0 }),
  });
});
afterAll(async () => {
  await opened.stop();
  await image[Symbol.asyncDispose]();
  await rig[Symbol.asyncDispose]();
});

const dataDir = () => rig.env['COMMANDER_DATA_DIR'] ?? '';
const runDir = () => rig.env['COMMANDER_RUN_DIR'] ?? '';
const instance = () =>
  instanceOf({
    dataDir: dataDir(),
    redis: { url: null, prefix: rig.env['COMMANDER_REDIS_PREFIX'] ?? '', waitMs: 0, allowVolatile: false },
  });

/** What a run leaves behind when its dispatcher is killed: a container, and with it its directory, and a quarantine. */
async function leave(taskId: string, epoch: number): Promise<string[]> {
  const limits = { cpus: 1, memoryBytes: 2 ** 28, pidsLimit: 64, runtime: null };
  const spec = {
    taskId,
    epoch,
    instance: instance(),
    image: image.name,
    runDir: runDir(),
    env: {},
    ...limits,
  };
  const { name } = await createSandbox(opened.podman, spec);
  const quarantine = join(dataDir(), 'quarantine', `${taskId}.${epoch}.git`);
  await mkdir(quarantine, { recursive: true });
  return [name, quarantine];
}

const KINDS = ['container', 'quarantine'];

/** What was done on this host, as JSON. */
function onlyHost(stdout: readonly string[]) {
  const { dry_run, hosts } = JSON.parse(stdout.join());
  expect({ dry_run, hosts }).toMatchObject({ dry_run: false, hosts: [{ error: null }] });
  return hosts[0];
}

function removing([container, quarantine]: readonly string[]) {
  const listed = (name: string | undefined) => (name === undefined ? [] : [name]);
  return { containers: listed(container), quarantines: listed(quarantine), directories: [], sessions: [] };
}

it('asks before it removes what no live run owns', { timeout: 120_000 }, async () => {
  const left = await leave('7-abcdef', 1);
  const ended = await rig.call(['cleanup']);
  expect(ended.code).toBe(4);
  expect(errorsOf(ended)).toEqual([expect.stringContaining('add -y')]);
  for (const [i, kind] of KINDS.entries()) expect(ended.stderr).toContain(`leftover ${kind} ${left[i]}`);
  const dry = await rig.call(['cleanup', '--dry-run']);
  expect(dry).toMatchObject({ code: 0, stdout: KINDS.map((kind, i) => `leftover ${kind} ${left[i]}`) });

  const { code, stdout } = await rig.call(['cleanup', '-y']);
  expect(code).toBe(0);
  expect(stdout).toEqual(KINDS.map((kind, i) => `removed ${kind} ${left[i]}`));
  expect(await listSandboxes(opened.podman, { instance: instance() })).toEqual([]);
  expect(await readdir(join(dataDir(), 'quarantine'))).toEqual([]);
  expect(await readdir(runDir())).not.toContain('7-abcdef-1');
  expect((await rig.call(['cleanup'])).stdout).toEqual(['There was nothing to remove.']);
});

it('keeps what was made for a task whose record cannot be read, and removes the rest', {
  timeout: 120_000,
}, async () => {
  await rig.enqueue(rig.issue());
  const id = (await rig.store.list({ statuses: ['queued'] }))[0]?.id ?? '';
  const record = `{${rig.env['COMMANDER_REDIS_PREFIX']}}:task:${id}`;
  const usage = (await rig.queues.redis.hget(record, 'usage')) ?? '';
  await rig.queues.redis.hset(record, 'usage', '{');
  const kept = await leave(id, 1);
  const left = await leave('7-abcdef', 1);

  const ended = await rig.call(['cleanup', '-y']);

  expect(ended.code).toBe(0);
  expect(ended.stdout).toEqual(KINDS.map((kind, i) => `removed ${kind} ${left[i]}`));
  expect(ended.stderr.filter((line) => line.includes(`task ${id} cannot be read`))).toHaveLength(1);
  await rig.queues.redis.hset(record, 'usage', usage);
  await rig.store.change({ id, epoch: 0, status: 'cancelled', at: new Date().toISOString() });
  await removeSandboxes(opened.podman, { instance: instance() });
  await rm(kept[1] ?? '', { recursive: true });
});

it('leaves a live run alone', { timeout: 120_000 }, async () => {
  const issue = rig.issue();
  await rig.enqueue(issue);
  const [task] = await rig.store.list();
  const id = task?.id ?? '';
  const claimed = new AbortController();
  let epoch = 0;
  const worker = await startTaskWorker({
    redisUrl: rig.env['COMMANDER_REDIS_URL'] ?? '',
    prefix: rig.env['COMMANDER_REDIS_PREFIX'] ?? '',
    concurrency: 1,
    onError: () => undefined,
    run: async ({ signal }) => {
      ({ epoch } = await rig.store.claim({ id, host: 'here', at: new Date().toISOString() }));
      claimed.abort();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  await untilAborted(claimed.signal);
  await leave(id, epoch);
  const earlier = await leave(id, 0);

  const { stdout } = await rig.call(['cleanup', '-y', '--json']);
  expect(onlyHost(stdout)).toMatchObject(removing(earlier));
  await worker.stop(1_000);
  const at = new Date().toISOString();
  await rig.store.change({ id, epoch, status: 'cancelled', at });
  const removed = onlyHost((await rig.call(['cleanup', '-y', '--json'])).stdout);
  expect(removed.containers).toHaveLength(1);
});

it('keeps what a waiting task will go on with, and what an earlier run of it left goes', {
  timeout: 120_000,
}, async () => {
  const issue = rig.issue();
  await rig.enqueue(issue);
  const id = (await rig.store.list({ statuses: ['queued'] }))[0]?.id ?? '';
  const at = new Date().toISOString();
  const { epoch } = await rig.store.claim({ id, host: 'here', at });
  await leave(id, epoch);
  const sandboxes = await listSandboxes(opened.podman, { instance: instance() });
  const containerId = sandboxes.find(({ taskId }) => taskId === id)?.id ?? '';
  await rig.store.change({ id, epoch, status: 'running', at, patch: { containerId } });
  await rig.store.change({ id, epoch, status: 'waiting_human', at });
  const earlier = await leave(id, 0);

  const first = await rig.call(['cleanup', '-y', '--json']);
  expect(onlyHost(first.stdout)).toMatchObject(removing(earlier));
  await rig.store.change({ id, epoch, status: 'queued', at });
  const second = await rig.call(['cleanup', '-y', '--json']);
  expect(onlyHost(second.stdout)).toMatchObject(removing([]));
  await rig.store.change({ id, epoch, status: 'cancelled', at });
  const removed = onlyHost((await rig.call(['cleanup', '-y', '--json'])).stdout);
  expect(removed.containers).toHaveLength(1);
  expect(removed.quarantines).toHaveLength(1);
});
