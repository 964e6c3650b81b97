import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { checkPodman, connectPodman, type Podman, probeRunDirectory } from '../../src/index.ts';

/** Where Podman's host has `run` from: as in a container into which another directory was mounted there. */
const SERVICE = `mount --bind "$1" "$2" && exec podman --root "$3" --runroot "$4" system service --time=0 "unix://$5"`;

let directory: string;
let service: ReturnType<typeof spawn>;
let podman: Podman;
const place = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'v'));
  await Promise.all(['run', 'other', 'same'].map((name) => mkdir(place(name))));
  const places = ['other', 'run', 'root', 'runroot', 'p.sock'].map(place);
  const args = ['--mount', '--propagation', 'private', 'sh', '-c', SERVICE, 'sh', ...places];
  service = spawn('unshare', args, { stdio: 'ignore' });
  podman = connectPodman(place('p.sock'));
  await vi.waitFor(() => podman.ping(), { timeout: 15_000 });
});

afterAll(async () => {
  await podman.close();
  service.kill('SIGTERM');
  await once(service, 'exit');
  await rm(directory, { recursive: true });
});

const containers = () =>
  podman.call({ method: 'GET', path: '/containers/json', query: { all: 'true' } }, z.array(z.unknown()));

it('finds out that Podman sees another directory there, and names the setting', async () => {
  const refused = probeRunDirectory(podman, place('run'));
  await expect(refused).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(
      /^Podman does not see what is in run_dir \(.*\/run\): .* the same directory on both sides/,
    ),
  });
  expect(await readdir(place('run'))).toEqual([]);
});

it('is content where both see the same, makes the directory where it is not made yet, and leaves nothing', async () => {
  await probeRunDirectory(podman, place('same'));
  await probeRunDirectory(podman, place('same/later'));
  expect(await readdir(place('same/later'))).toEqual([]);
  expect(await containers()).toEqual([]);
});

it('is a finding of doctor', async () => {
  const options = { runtime: null, environment: process.env, uid: 0, userName: 'root' };
  const socket = place('p.sock');
  const findings = async (runDir: string) =>
    (await checkPodman({ ...options, socket, runDir })).find(({ name }) => name === 'run directory');
  expect(await findings(place('same'))).toMatchObject({ ok: true, message: 'Podman sees what is in it' });
  expect(await findings(place('run'))).toMatchObject({
    ok: false,
    message: expect.stringContaining('the same directory on both sides'),
  });
});
