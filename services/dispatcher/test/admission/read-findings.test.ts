import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPodman } from '@opencode-commander/sandbox';
import { expect, it, vi } from 'vitest';
import { readFindings } from '../../src/admission/read-findings.ts';

const MB = 1024 ** 2;
/** A Podman with a disk of its own that nobody else sees: as the host's is for a dispatcher in a container. */
const SERVICE = `mount -t tmpfs -o size=32m none "$1" && mkdir "$1/root" &&
  exec podman --root "$1/root" --runroot "$2" system service --time=0 "unix://$3"`;

it('knows what room Podman has on a disk that cannot be seen from here', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'f'));
  const place = (name: string) => join(directory, name);
  await mkdir(place('disk'));
  const args = ['--mount', 'sh', '-c', SERVICE, 'sh', place('disk'), place('run'), place('p.sock')];
  const service = spawn('unshare', args, { stdio: 'ignore' });
  const podman = connectPodman(place('p.sock'));
  await vi.waitFor(() => podman.ping(), { timeout: 15_000 });
  const image = { name: 'an-image', look: async () => ({ name: 'an-image', state: 'there' }) as const };
  const config = { dataDir: directory, runDir: directory };
  const { disks } = await readFindings({ config, podman, image, readMemory: async () => null });
  await podman.close();
  service.kill('SIGTERM');
  await once(service, 'exit');
  await rm(directory, { recursive: true });
  const images = disks.find(({ name }) => name === "Podman's images");
  expect(images).toMatchObject({ needs: 'work', freeInodes: null });
  expect(images?.freeBytes).toBeGreaterThan(20 * MB);
  expect(images?.freeBytes).toBeLessThanOrEqual(32 * MB);
});
