import { once } from 'node:events';
import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pinSocket } from '../../src/sandbox/pinned-socket.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function listen(path: string, answer: string) {
  const server = createServer((_, response) => response.end(answer)).listen(path);
  await once(server, 'listening');
  return server;
}

async function ask(socketPath: string): Promise<string> {
  const dispatcher = new Agent({ connect: { socketPath } });
  try {
    return await (await request('http://x/', { dispatcher })).body.text();
  } finally {
    await dispatcher.destroy();
  }
}

it('connects to the pinned socket, whatever becomes of its name', async () => {
  const [path, host] = [join(directory, 'agent.sock'), join(directory, 'host.sock')];
  const [agent, podman] = [await listen(path, 'the agent'), await listen(host, 'the host')];
  const pinned = await pinSocket(path);
  expect(await ask(pinned.path)).toBe('the agent');
  await rename(path, `${path}.old`);
  await symlink(host, path);
  expect(await ask(path)).toBe('the host');
  expect(await ask(pinned.path)).toBe('the agent');
  await expect(pinSocket(path)).rejects.toThrow('is not a socket');
  await pinned.close();
  agent.close();
  podman.close();
});

it('refuses files and directories, and tells absence apart', async () => {
  await writeFile(join(directory, 'file'), '');
  await expect(pinSocket(join(directory, 'file'))).rejects.toThrow('is not a socket');
  await expect(pinSocket(directory)).rejects.toThrow('is not a socket');
  await expect(pinSocket(join(directory, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});
