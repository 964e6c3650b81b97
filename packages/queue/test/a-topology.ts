import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { freePort } from './a-redis.ts';

/** Servers that belong together; the last one started ends first. */
class Servers implements AsyncDisposable {
  readonly #ends: (() => Promise<void>)[] = [];

  /** A redis-server on a port of its own; `file` is its configuration, which it may rewrite. */
  async start(args: string[], file = '') {
    const directory = await mkdtemp(join(tmpdir(), 'n-'));
    const config = join(directory, 'redis.conf');
    const port = await freePort();
    await writeFile(config, file);
    const base = ['--port', String(port), '--dir', directory, '--save', '', '--bind', '127.0.0.1'];
    const server = spawn('redis-server', [config, ...base, ...args], { stdio: 'ignore' });
    const exited = once(server, 'exit');
    const kill = async () => {
      server.kill('SIGKILL');
      await exited;
    };
    this.#ends.push(async () => {
      await kill();
      await rm(directory, { recursive: true, force: true });
    });
    const redis = new Redis({ port, retryStrategy: () => 20, maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    await redis.ping();
    redis.disconnect();
    return { port, kill };
  }

  async [Symbol.asyncDispose]() {
    for (const end of this.#ends.reverse()) await end();
  }
}

const KEEPING = ['--appendonly', 'yes', '--appendfsync', 'no'];

/** A master, a replica, and a sentinel that makes the replica the master soon after the master is gone. */
export async function startSentinel() {
  const servers = new Servers();
  const master = await servers.start(KEEPING);
  await servers.start([...KEEPING, '--replicaof', `127.0.0.1 ${master.port}`]);
  const watch = [
    `sentinel monitor mymaster 127.0.0.1 ${master.port} 1`,
    'sentinel down-after-milliseconds mymaster 1000',
    'sentinel failover-timeout mymaster 5000',
  ];
  const sentinel = await servers.start(['--sentinel'], `${watch.join('\n')}\n`);
  return {
    url: `redis+sentinel://127.0.0.1:${sentinel.port}/mymaster`,
    sentinel,
    killMaster: master.kill,
    [Symbol.asyncDispose]: () => servers[Symbol.asyncDispose](),
  };
}

/** Three masters that share the slots. */
export async function startCluster() {
  const servers = new Servers();
  const nodes: string[] = [];
  for (let i = 0; i < 3; i += 1) {
    const bus = String(await freePort());
    const { port } = await servers.start([...KEEPING, '--cluster-enabled', 'yes', '--cluster-port', bus]);
    nodes.push(`127.0.0.1:${port}`);
  }
  const cli = (...args: string[]) => promisify(execFile)('redis-cli', ['--cluster', ...args]);
  await cli('create', ...nodes, '--cluster-yes');
  // That the slots are given away does not mean that every node knows it.
  for (const node of nodes) await untilUp(Number(node.split(':')[1]));
  return {
    url: `redis+cluster://${nodes.join(',')}`,
    [Symbol.asyncDispose]: () => servers[Symbol.asyncDispose](),
  };
}

async function untilUp(port: number): Promise<void> {
  const redis = new Redis({ port });
  while (!(await redis.cluster('INFO')).includes('cluster_state:ok')) await setTimeout(20);
  redis.disconnect();
}
