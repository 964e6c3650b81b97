import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { checkPodman, connectPodman, openPodman, PodmanError } from '../../src/index.ts';
import { socketAdvice } from '../../src/podman/socket-advice.ts';

const environment = process.env;

async function inDirectory(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'p'));
  try {
    await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const open = (socket: string | null, runDir: string) =>
  openPodman({ socket, runDir, runtime: null, environment });

it('has its own service use runc where crun, its choice, would refuse', ({ skip }) =>
  inDirectory(async (directory) => {
    const crun = join(directory, 'crun');
    await writeFile(crun, '#!/bin/sh\nexec runc "$@"\n', { mode: 0o755 });
    const settings = join(directory, 'containers.conf');
    await writeFile(settings, `[engine]\nruntime = "crun"\n[engine.runtimes]\ncrun = ["${crun}"]\n`);
    const opened = await openPodman({
      socket: null,
      runDir: directory,
      runtime: null,
      environment: { PATH: process.env['PATH'], HOME: directory, CONTAINERS_CONF: settings },
    });
    const { host } = await opened.podman.info();
    await opened.stop();
    skip(opened.servicePid === null, 'this host has a service of its own');
    const isHybrid = existsSync('/sys/fs/cgroup/unified');
    expect(host.ociRuntime.name).toBe(isHybrid ? 'runc' : 'crun');
  }));

it('says that a configured socket is not there', () =>
  inDirectory(async (directory) => {
    const failure = open(`unix://${directory}/none.sock`, directory);
    await expect(failure).rejects.toThrow(PodmanError);
    await expect(failure).rejects.toMatchObject({ exitCode: 2 });
    await expect(failure).rejects.toThrow(
      `Podman's socket ${directory}/none.sock: there is no such socket. Start the service (systemctl start podman.socket) or correct containers.socket.`,
    );
  }));

it('says that there is a directory where the socket should be, and that a file is none', () =>
  inDirectory(async (directory) => {
    await expect(open(directory, directory)).rejects.toThrow(
      `Podman's socket ${directory}: that is a directory, as is made where what is to be mounted is missing. Remove it on the host,`,
    );
    const file = join(directory, 'file');
    await writeFile(file, '');
    await expect(open(file, directory)).rejects.toThrow('that is no socket. Correct containers.socket');
  }));

it('says that nothing listens on a socket that was left behind', () =>
  inDirectory(async (directory) => {
    const socket = join(directory, 'x.sock');
    const listen = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    await once(spawn(process.execPath, ['-e', listen, socket]), 'exit');
    await expect(open(socket, directory)).rejects.toThrow('nothing listens there. Start the service');
  }));

it('says that this user may not use a socket', () =>
  inDirectory(async (directory) => {
    const socket = join(directory, 'x.sock');
    const others = createServer().listen(socket);
    await once(others, 'listening');
    await chmod(socket, 0);
    // Root may use every socket: it is nobody for a while, to whom the directory is closed as well.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    const refused = await open(socket, directory).catch((error: unknown) => error);
    if (isRoot) process.seteuid?.(0);
    others.close();
    expect(refused).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('this user may not use it'),
    });
  }));

it.each([
  [
    { kind: 'socket', owner: 0 } as const,
    'this user may not use it, it belongs to user 0. Run commander as its user,',
  ],
  [null, 'this user may not use it. Run commander as its user,'],
])('says whose a socket is that may not be used: %j', (place, words) => {
  expect(socketAdvice('EACCES', place)).toContain(words);
});

it('says that what listens is not Podman', () =>
  inDirectory(async (directory) => {
    const socket = join(directory, 'x.sock');
    const other = createServer((_, response) => response.end('<html>hello\n</html>')).listen(socket);
    await once(other, 'listening');
    await expect(open(socket, directory)).rejects.toThrow('is not a Podman service this program knows');
    const refusing = createServer((_, response) => response.writeHead(403).end('no')).listen(`${socket}2`);
    await once(refusing, 'listening');
    await expect(open(`${socket}2`, directory)).rejects.toThrow("an answer that is not Podman's (HTTP 403)");
    const docker = createServer((_, response) => response.writeHead(404).end('{"message":"page not found"}'));
    await once(docker.listen(`${socket}3`), 'listening');
    await expect(open(`${socket}3`, directory)).rejects.toThrow("and not Docker's, in containers.socket");
    other.close();
    refusing.close();
    docker.close();
  }));

it('takes a container that goes while Podman looks at it for one that is gone', () =>
  inDirectory(async (directory) => {
    const socket = join(directory, 'x.sock');
    const message = 'container c does not exist in database: no such container';
    const answer = JSON.stringify({ cause: 'no such container', message, response: 500 });
    const racing = createServer((_, response) => response.writeHead(500).end(answer)).listen(socket);
    await once(racing, 'listening');
    const podman = connectPodman(socket);
    const refused = podman.send({ method: 'GET', path: '/containers/c/json' });
    await expect(refused).rejects.toMatchObject({ status: 404, message: expect.stringContaining(message) });
    await podman.close();
    racing.close();
  }));

it('gives up on a service that never answers', () =>
  inDirectory(async (directory) => {
    const socket = join(directory, 'x.sock');
    const silent = createSocketServer((connection) => connection.on('error', () => undefined)).listen(socket);
    await once(silent, 'listening');
    const podman = connectPodman(socket);
    const failure = podman.send({ method: 'GET', path: '/info', timeoutMs: 100 });
    await expect(failure).rejects.toThrow(`/info took longer than 100 ms`);
    const aborted = podman.send({ method: 'GET', path: '/info', signal: AbortSignal.timeout(50) });
    await expect(aborted).rejects.toThrow('was given up');
    await podman.close();
    silent.close();
  }));

it('gives up in time though memory is collected meanwhile', () =>
  inDirectory(async (directory) => {
    const socket = join(directory, 'x.sock');
    const silent = createSocketServer((connection) => connection.on('error', () => undefined)).listen(socket);
    await once(silent, 'listening');
    const podman = connectPodman(socket);
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const collecting = setInterval(collect, 20);
    const caller = new AbortController();
    const failure = podman.send({ method: 'GET', path: '/info', timeoutMs: 300, signal: caller.signal });
    await expect(failure).rejects.toThrow(`/info took longer than 300 ms`);
    const aborted = podman.send({ method: 'GET', path: '/info', signal: AbortSignal.timeout(300) });
    await expect(aborted).rejects.toThrow('was given up');
    clearInterval(collecting);
    await podman.close();
    silent.close();
  }));

it('refuses a run directory whose sockets would have too long a name', () =>
  inDirectory(async (directory) => {
    const service = open(null, join(directory, 'x'.repeat(100)));
    await expect(service).rejects.toThrow(/ bytes, 107 are allowed: choose a shorter run directory/);
  }));

it('starts a service of its own, uses it and ends it', { timeout: 30_000 }, () =>
  inDirectory(async (directory) => {
    const opened = await open(null, directory);
    expect(await opened.podman.version()).toMatch(/^\d+\.\d+/);
    expect((await opened.podman.info()).host.arch).toMatch(/^(amd|arm)64$/);
    await opened.stop();
    await expect(open(opened.podman.socket, directory)).rejects.toThrow('there is no such socket');
  }),
);

it('starts no service of its own for whoever refuses one', ({ skip }) =>
  inDirectory(async (directory) => {
    skip(existsSync('/run/podman/podman.sock'), 'this host has a service that may be used');
    const settings = { socket: null, runDir: directory, runtime: null, environment: {} };
    const onChild = () => expect.unreachable('it was started');
    await expect(openPodman({ ...settings, ownService: 'refused', onChild })).rejects.toThrow(
      'no Podman can be used from here: name its socket in containers.socket, or ask on the host,',
    );
  }));

it('tells of a service of its own before it answers, and gives it what it needs and no secret', () =>
  inDirectory(async (directory) => {
    const temporaryDir = join(directory, 'build');
    const environments: string[] = [];
    const caller = new AbortController();
    const onChild = (pid: number) => {
      const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8');
      let variables = read('environ');
      // There are none for the moment in which it becomes another program.
      for (const began = performance.now(); variables === '' && performance.now() - began < 1_000; )
        variables = read('environ');
      environments.push(`${read('cmdline')}\0${variables}`);
      caller.abort();
    };
    const host = { PATH: environment['PATH'], HOME: directory, COMMANDER_GITHUB_TOKEN: 'a-secret' };
    const options = { runDir: directory, runtime: null, temporaryDir, onChild, signal: caller.signal };
    await expect(openPodman({ socket: null, environment: host, ...options })).rejects.toThrow('aborted');
    expect(environments).toEqual([expect.stringContaining(`TMPDIR=${temporaryDir}`)]);
    expect(environments).toEqual([expect.stringContaining(`HOME=${directory}`)]);
    expect(environments).not.toEqual([expect.stringContaining('a-secret')]);
  }));

it('tells why an OCI runtime that is not there does not work', { timeout: 30_000 }, () =>
  inDirectory(async (directory) => {
    const runtime = `${directory}/no-runtime`;
    const service = openPodman({ socket: null, runDir: directory, runtime, environment });
    await expect(service).rejects.toThrow(/podman system service ended/);
  }),
);

it('has a finding for each requirement', { timeout: 30_000 }, () =>
  inDirectory(async (directory) => {
    const options = { runDir: directory, runtime: null, environment, uid: 0, userName: 'root' };
    const findings = await checkPodman({ socket: null, ...options });
    expect(findings.map(({ name, ok }) => [name, ok])).toEqual([
      ['podman', true],
      ['user namespaces', true],
      ['podman service', true],
      ['control groups', true],
      ['run directory', true],
    ]);
    const absent = await checkPodman({ socket: `${directory}/none.sock`, ...options });
    expect(absent).toMatchObject([{ name: 'podman service', ok: false }]);
  }),
);
