import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newTask, type Task } from '@opencode-commander/task';
import { expect, it, test } from 'vitest';
import { findRunDirectories, mayUse } from '../../src/watch/find-run-directories.ts';
import { Owners } from '../../src/watch/owners.ts';
import { podmanOnWire } from './podman-on-wire.ts';

const at = '2026-01-01T00:00:00.000Z';
const issue = { repoId: 7, repo: 'acme/web', number: 1, title: 't', body: 'b', labels: [], url: 'u' };
const task: Task = {
  ...newTask({ issue, host: 'github.com', now: new Date(at) }),
  epoch: 5,
  status: 'running',
};

test.each([
  ['running', 5, true],
  ['dispatched', 5, true],
  ['waiting_human', 5, true],
  ['queued', 5, true],
  ['running', 4, false],
  ['running', 6, true], // Redis has lost its last writes
  ['failed', 5, false],
  ['completed', 6, false],
] as const)('a %s task of epoch 5: the directory of run %i is kept: %s', (status, epoch, kept) => {
  expect(mayUse({ status, epoch: 5 }, epoch)).toBe(kept);
});

test('the directory of a task that nobody knows is kept', () => {
  expect(mayUse(null, 5)).toBe(true);
});

it('finds the directories of runs that died before they had a container, no other', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'h'));
  const runDir = join(directory, 'r');
  const names = ['1', '4', '5'].map((epoch) => `${task.id}-${epoch}`);
  for (const name of [...names, '9-a1b2c3-1', 'podman-1.sock'])
    await mkdir(join(runDir, name, 'agent'), { recursive: true });
  // Another installation's, and older than the record.
  const Labels = { 'commander.instance': 'other', 'commander.task': task.id, 'commander.epoch': '4' };
  await using wire = await podmanOnWire(directory, [
    { Id: 'used', Names: ['used'], State: 'exited', Labels },
  ]);
  const store = { get: async (id: string) => (id === task.id ? task : null) };
  const owners = new Owners(store, () => undefined);

  const found = await findRunDirectories({ config: { runDir }, podman: wire.podman, owners });

  expect(found).toEqual([join(runDir, `${task.id}-1`)]);
  await rm(directory, { recursive: true });
});

it('has nothing to do where no run was yet', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'h'));
  await using wire = await podmanOnWire(directory, []);
  const owners = new Owners({ get: async () => null }, () => undefined);
  const config = { runDir: join(directory, 'r') };
  expect(await findRunDirectories({ config, podman: wire.podman, owners })).toEqual([]);
  await rm(directory, { recursive: true });
});
