import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectPodman, removeSandbox } from '../../src/index.ts';

it.each([
  ['removes the directory of a run with its container', '12-a1b2c3-7', []],
  ['leaves a directory that no run has, though a container mounts it as we do', 'home', ['home']],
])('%s', async (_, name, left) => {
  const directory = await mkdtemp(join(tmpdir(), 'm'));
  const root = join(directory, 'runs', name);
  const Mounts = ['agent', 'broker'].map((each) => ({
    Source: join(root, each),
    Destination: `/run/commander/${each}`,
  }));
  for (const { Source } of Mounts) await mkdir(Source, { recursive: true });
  const removed: string[] = [];
  const socket = join(directory, 'p.sock');
  const server = createServer(({ method, url }, response) => {
    if (method === 'DELETE') removed.push(new URL(url ?? '', 'http://podman').pathname);
    response.end(JSON.stringify({ Mounts }));
  }).listen(socket);
  await once(server, 'listening');
  const podman = connectPodman(socket);

  await removeSandbox(podman, 'c');

  expect(removed).toEqual([expect.stringMatching(/\/containers\/c$/)]);
  expect(await readdir(join(directory, 'runs'))).toEqual(left);
  await podman.close();
  server.close();
  await rm(directory, { recursive: true });
});
