import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The opencode of the agents' image. */
export const OPENCODE = fileURLToPath(
  new URL(`../../../../images/agent/node_modules/opencode-linux-${arch()}/bin/opencode`, import.meta.url),
);

export type ServeOpencode = {
  /** Base URL of the model `sim/scripted`. */
  modelUrl: string;
  modelKey?: string;
  password: string;
  /** opencode's names of permissions that it asks for. */
  ask?: readonly string[];
};

/** A real `opencode serve` with a password, as somebody may have it on another machine. */
export type ServedOpencode = AsyncDisposable & {
  url: string;
  /** Where it was started: an empty directory of its own. */
  directory: string;
  home: string;
};

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const STARTED = /listening on (http:\/\/127\.0\.0\.1:\d+)/;

/** Starts it on a free port of the loopback interface and waits until it says so. */
export async function serveOpencode(options: ServeOpencode): Promise<ServedOpencode> {
  const home = await mkdtemp(join(tmpdir(), 'os-'));
  const directory = join(home, 'projects');
  await mkdir(directory);
  const child = spawn(OPENCODE, ['serve', '--hostname', '127.0.0.1', '--port', '0'], {
    cwd: directory,
    env: { PATH, HOME: home, ...environment(options) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return { url: await urlOf(child.stdout), directory, home, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environment({
  modelUrl,
  modelKey = 'none',
  password,
  ask = [],
}: ServeOpencode): Record<string, string> {
  const sim = { options: { baseURL: modelUrl, apiKey: modelKey }, models: { scripted: {}, second: {} } };
  return {
    OPENCODE_CONFIG_CONTENT: JSON.stringify({
      autoupdate: false,
      share: 'disabled',
      snapshot: false,
      model: 'sim/scripted',
      provider: { sim },
      permission: Object.fromEntries(ask.map((name) => [name, 'ask'])),
    }),
    OPENCODE_SERVER_PASSWORD: password,
    OPENCODE_ENABLE_QUESTION_TOOL: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    // Nothing listens on the discard port: whatever goes to the network fails at once.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1,localhost',
  };
}

async function urlOf(stdout: AsyncIterable<Buffer>): Promise<string> {
  let printed = '';
  for await (const chunk of stdout) {
    printed += chunk.toString();
    const url = STARTED.exec(printed)?.[1];
    if (url) return url;
  }
  throw new Error(`opencode did not start: ${printed}`);
}
