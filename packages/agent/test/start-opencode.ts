import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, connect as dial, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Agent, type AgentProvider, agentEnvironment, connectAgent } from '../src/index.ts';

export const OPENCODE = fileURLToPath(
  new URL(`../../../images/agent/node_modules/opencode-linux-${process.arch}/bin/opencode`, import.meta.url),
);

export type StartOptions = {
  /** Base URL of the model. */
  modelUrl: string;
  /** The provider's name, `sim` unless given. */
  provider?: Partial<AgentProvider>;
  /** Providers besides. */
  others?: readonly Pick<AgentProvider, 'name' | 'baseUrl'>[];
  defaultModel?: string | null;
  ask?: readonly string[];
};

/** A real opencode behind a Unix socket, as a sandbox has it, and an agent connected to it. */
export type RunningOpencode = AsyncDisposable & {
  agent: Agent;
  socketPath: string;
  directory: string;
  /** The opencode's own directory and environment. */
  home: string;
  env: Record<string, string | undefined>;
  /** Cuts every connection that is open on the socket. */
  cut(): void;
  /** Refuses (and cuts) the connections that ask for events from now on. */
  refuseEvents(): void;
  /** Refuses none any more. */
  admitEvents(): void;
  kill(): Promise<void>;
};

export const PASSWORD = 'secret-of-the-test';

export async function startOpencode(options: StartOptions): Promise<RunningOpencode> {
  const home = await mkdtemp(join(tmpdir(), 'oc-'));
  const directory = join(home, 'workspace');
  await mkdir(join(home, '.config', 'opencode'), { recursive: true });
  await mkdir(directory);
  const settings = environment(options);
  const globalConfig = settings['COMMANDER_OPENCODE_GLOBAL_CONFIG'] ?? '{}';
  await writeFile(join(home, '.config', 'opencode', 'opencode.json'), globalConfig);
  const env = { PATH: process.env['PATH'], HOME: home, ...settings };
  const child = spawn(OPENCODE, ['serve', '--hostname', '127.0.0.1', '--port', '0'], {
    cwd: directory,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const proxy = await startProxy(join(home, 'agent.sock'), await portOf(child.stdout));
  const agent = connectAgent({ socketPath: proxy.path, password: PASSWORD, directory });
  await agent.untilHealthy({ timeoutMs: 60_000 });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const stop = async (): Promise<void> => {
    await agent.close();
    await kill();
    await proxy.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  return { agent, socketPath: proxy.path, directory, home, env, ...proxy, kill, [Symbol.asyncDispose]: stop };
}

function environment({
  modelUrl,
  provider,
  others = [],
  defaultModel = 'sim/scripted',
  ask = [],
}: StartOptions) {
  const sim = {
    name: 'sim',
    baseUrl: modelUrl,
    npm: null,
    models: ['scripted', 'second'],
    placeholderKey: 'placeholder',
  };
  // Nothing listens on the discard port: whatever goes to the network fails at once.
  return agentEnvironment({
    password: PASSWORD,
    providers: [{ ...sim, ...provider }, ...others.map((other) => ({ ...sim, models: [], ...other }))],
    defaultModel,
    ask,
    proxy: 'http://127.0.0.1:9',
  });
}

async function portOf(stdout: AsyncIterable<Buffer>): Promise<number> {
  let printed = '';
  for await (const chunk of stdout) {
    printed += chunk.toString();
    const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1];
    if (port) return Number(port);
  }
  throw new Error(`opencode did not start: ${printed}`);
}

async function startProxy(path: string, port: number) {
  const sockets = new Set<Socket>();
  let events = true;
  const server = createServer((socket) => {
    const upstream = dial(port, '127.0.0.1');
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    socket.on('data', (data) => {
      if (!events && data.includes('GET /event')) socket.destroy();
      else upstream.write(data);
    });
    upstream.pipe(socket);
  });
  server.listen(path);
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const refuseEvents = (): void => {
    events = false;
    cut();
  };
  const admitEvents = (): void => {
    events = true;
  };
  const stop = async (): Promise<void> => {
    cut();
    server.close();
    await once(server, 'close');
  };
  return { path, cut, refuseEvents, admitEvents, stop };
}
