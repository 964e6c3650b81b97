import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentEnvironment } from '@opencode-commander/agent';
import type { Ground } from './ground.ts';
import { MODEL, PROVIDER, type World } from './world.ts';

/** The binary that the agent image holds. */
export const OPENCODE = fileURLToPath(
  new URL(`../../../images/agent/node_modules/opencode-linux-${process.arch}/bin/opencode`, import.meta.url),
);
const ENDED_WITHIN_MS = 120_000;

/** The home of an opencode on this host that knows the simulated model: what a person would have. */
export type Hand = { home: string; env: Record<string, string | undefined> };

/** A new home, below the ground's directory. */
export async function makeHand(ground: Ground, { model }: Pick<World, 'model'>, name: string): Promise<Hand> {
  const home = join(ground.directory, name);
  const provider = {
    name: PROVIDER,
    baseUrl: model.url,
    npm: null,
    models: ['scripted'],
    placeholderKey: 'key',
  };
  const proxy = 'http://127.0.0.1:9'; // nobody listens: whatever opencode fetches fails at once
  const own = agentEnvironment({ password: 'by-hand', providers: [provider], defaultModel: MODEL, proxy });
  await mkdir(join(home, '.config', 'opencode'), { recursive: true });
  const config = own['COMMANDER_OPENCODE_GLOBAL_CONFIG'] ?? '{}';
  await writeFile(join(home, '.config', 'opencode', 'opencode.json'), config);
  return { home, env: { PATH: ground.environment['PATH'], HOME: home, ...own } };
}

/** Starts opencode in `cwd`; it is ended with `release`, and by the guardian should we die. */
export function startOpencode(
  { guardian, signal }: Ground,
  { env }: Hand,
  { cwd, args }: { cwd: string; args: readonly string[] },
): { child: ChildProcess; release: () => Promise<void> } {
  const child = spawn(OPENCODE, args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'], signal });
  child.on('error', () => undefined); // its end tells
  if (child.pid !== undefined) guardian.add({ kind: 'process', pid: child.pid });
  const release = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit', { signal: AbortSignal.timeout(ENDED_WITHIN_MS) });
  };
  return { child, release };
}
