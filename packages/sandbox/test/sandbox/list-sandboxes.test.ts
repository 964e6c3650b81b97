import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectPodman, listSandboxes } from '../../src/index.ts';

const OURS = { 'commander.instance': 'i', 'commander.task': '12-a1b2c3', 'commander.epoch': '7' };

it.each([
  ['epoch', 'a word', { ...OURS, 'commander.epoch': 'seven' }],
  ['epoch', 'empty', { ...OURS, 'commander.epoch': '' }],
  ['epoch', 'missing', { 'commander.instance': 'i', 'commander.task': '12-a1b2c3' }],
  ['task', 'missing', { 'commander.instance': 'i', 'commander.epoch': '7' }],
  ['task', 'a path', { ...OURS, 'commander.task': '../12' }],
])('passes over a container that is no sandbox: its %s label is %s', async (_label, _what, labels) => {
  const directory = await mkdtemp(join(tmpdir(), 'l'));
  const container = (Id: string, Labels: object) => ({ Id, Names: [Id], State: 'running', Labels });
  const listed = JSON.stringify([container('foreign', labels), container('ours', OURS)]);
  const socket = join(directory, 'p.sock');
  const server = createServer((_, response) => response.end(listed)).listen(socket);
  await once(server, 'listening');
  const podman = connectPodman(socket);
  expect(await listSandboxes(podman)).toEqual([
    { id: 'ours', name: 'ours', instance: 'i', taskId: '12-a1b2c3', epoch: 7, uidBase: null, running: true },
  ]);
  await podman.close();
  server.close();
  await rm(directory, { recursive: true });
});
