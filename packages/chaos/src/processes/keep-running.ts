import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Guardian } from '@opencode-commander/service';

/** A process that is started again whenever it ends, as systemd would. */
export type KeptProcess = {
  name: string;
  /** Null between two lives. */
  pid(): number | null;
  /** How often it was started. */
  starts(): number;
  signal(signal: NodeJS.Signals): void;
  /** Ends it by SIGTERM; it begins anew, with these variables besides. */
  restart(env: Readonly<Record<string, string>>): void;
  /** Ends it for good; by SIGKILL when it takes longer than that. Gives the milliseconds it took. */
  stop(graceMs: number): Promise<number>;
};

export type Keeping = {
  name: string;
  command: readonly [string, ...string[]];
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** A file that what it says is appended to. */
  log: string;
  guardian: Guardian;
};

const AGAIN_AFTER_MS = 500;

export async function keepRunning(keeping: Keeping): Promise<KeptProcess> {
  const state: State = { child: null, starts: 0, stopping: new AbortController(), more: {} };
  const lives = live(keeping, state);
  return {
    name: keeping.name,
    pid: () => state.child?.pid ?? null,
    starts: () => state.starts,
    signal: (signal) => void state.child?.kill(signal),
    restart(env) {
      state.more = { ...state.more, ...env };
      state.child?.kill('SIGTERM');
    },
    async stop(graceMs) {
      const began = performance.now();
      state.stopping.abort();
      // One that is stopped hears no SIGTERM.
      state.child?.kill('SIGCONT');
      state.child?.kill('SIGTERM');
      const hard = setTimeout(() => state.child?.kill('SIGKILL'), graceMs);
      await lives;
      clearTimeout(hard);
      return Math.round(performance.now() - began);
    },
  };
}

type State = {
  child: ChildProcess | null;
  starts: number;
  stopping: AbortController;
  more: Readonly<Record<string, string>>;
};

async function live({ command, cwd, env, log, guardian }: Keeping, state: State): Promise<void> {
  const [file, ...args] = command;
  const { signal } = state.stopping;
  const output = await open(log, 'a');
  while (!signal.aborted) {
    state.starts += 1;
    const stdio = ['ignore', output.fd, output.fd] as const;
    const child = spawn(file, args, { cwd, env: { ...env, ...state.more }, stdio: [...stdio] });
    state.child = child;
    if (child.pid !== undefined) guardian.add({ kind: 'process', pid: child.pid });
    await once(child, 'exit');
    state.child = null;
    await delay(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
  }
  await output.close();
}
