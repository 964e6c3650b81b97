import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from './run.ts';

/** A Docker of this test's own. */
export type DockerDaemon = { environment: Record<string, string>; stop(): Promise<void> };

/** Starts dockerd with everything it has in `directory`; `stop` ends it and takes all of that away. */
export async function startDocker(directory: string): Promise<DockerDaemon> {
  await mkdir(directory, { recursive: true });
  const socket = `unix://${join(directory, 'd.sock')}`;
  const place = (name: string) => join(directory, name);
  const args = ['--data-root', place('data'), '--exec-root', place('exec'), '--pidfile', place('pid')];
  const daemon = spawn('dockerd', ['--host', socket, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  for await (const line of createInterface({ input: daemon.stderr })) {
    said.push(line);
    if (line.includes('API listen on')) break;
  }
  daemon.stderr.resume();
  if (daemon.exitCode !== null) throw new Error(`dockerd ended: ${said.slice(-3).join(' · ')}`);
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    DOCKER_HOST: socket,
    DOCKER_BUILDKIT: '1',
  };
  const stop = async () => {
    daemon.kill('SIGTERM');
    await once(daemon, 'exit');
    await run('ip', ['link', 'delete', 'docker0'], environment).catch(() => undefined); // somebody else's, in use
    await rm(directory, { recursive: true, force: true });
  };
  return { environment, stop };
}
