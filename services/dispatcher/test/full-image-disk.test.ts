import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { dispatcherRegistry } from '@opencode-commander/queue';
import { connectPodman, ensureAgentImage, openPodman } from '@opencode-commander/sandbox';
import { mountSmallDisk } from '@opencode-commander/simulators';
import { expect, it, vi } from 'vitest';
import { createRig } from './rig.ts';

const run = promisify(execFile);
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

/** The name that commander's image has: it is in the host's own Podman. */
async function agentImage(runDir: string): Promise<string> {
  const { podman, stop } = await openPodman({
    socket: null,
    runDir,
    runtime: null,
    environment: process.env,
  });
  const imageDir = fileURLToPath(new URL('../../../images/agent', import.meta.url));
  const { tag } = await ensureAgentImage({ podman, imageDir, onProgress: () => undefined });
  await stop();
  return tag;
}

/** Enough for an image that is there and not used. */
async function emptyTar(directory: string): Promise<string> {
  const file = join(directory, 'empty.tar');
  await run('tar', ['--create', '--file', file, '--files-from', '/dev/null']);
  return file;
}

/** A Podman that keeps everything in `directory`, and a command on it. */
async function startPodman(directory: string) {
  await mkdir(directory, { recursive: true });
  const socket = join(directory, 'p.sock');
  const place = ['--root', join(directory, 'root'), '--runroot', join(directory, 'run')];
  const child = spawn('podman', [...place, 'system', 'service', '--time=0', `unix://${socket}`], {
    stdio: 'ignore',
  });
  const podman = connectPodman(socket);
  await vi.waitFor(() => podman.ping(), { timeout: 15_000 });
  await podman.close();
  return {
    socket,
    podman: (...args: string[]) => run('podman', [...place, ...args]),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      // What it mounted of its own store.
      await run('umount', [join(directory, 'root/overlay')]).catch(() => undefined);
    },
  };
}

it('without room for the image of agents tasks stay queued with the reason, until the image is there', {
  timeout: 300_000,
}, async () => {
  await using disk = await mountSmallDisk({ path: join(tmpdir(), 'disk'), megabytes: 40 });
  await using store = await startPodman(join(disk.path, 'podman'));
  const env = {
    COMMANDER_DATA_DIR: join(disk.path, 'data'),
    COMMANDER_CONTAINERS_SOCKET: store.socket,
    COMMANDER_CONTAINERS_MIN_FREE_DISK: '1m',
  };
  const tag = await agentImage(disk.path);
  await using rig = await createRig({ repositories, env });
  await rig.start();
  const { id } = await rig.task({ repo: 'acme/web', steps: [] });
  const refusal = async () => (await dispatcherRegistry(rig.queues).list())[0]?.refuses ?? null;

  expect(await refusal()).toMatch(
    /^The agent image has no base: mmdebstrap needs 400 MiB, and the disk of .* has .* free\. Make room there\. \(it is tried again every minute\)$/,
  );
  expect(await rig.store.get(id)).toMatchObject({ status: 'queued', epoch: 0, attempts: 0 });
  await rig.cancel(id);
  await store.podman('import', await emptyTar(disk.path), tag);
  await expect.poll(refusal, { timeout: 60_000 }).toBeNull();
});
