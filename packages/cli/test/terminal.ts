import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { Rig } from './rig.ts';

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** A real terminal, by tmux, in which the program runs. */
export type Terminal = AsyncDisposable & {
  /** Resolves when the screen shows the text. */
  shows(text: string): Promise<void>;
};

/** Starts the program with these arguments on a screen of 100 by 30. */
export async function startTerminal(rig: Rig, args: readonly string[]): Promise<Terminal> {
  const env = { ...rig.env, HOME: rig.directory, LANG: 'C.UTF-8' };
  const socket = join(rig.directory, 'tmux');
  const tmux = (...given: string[]) => run('tmux', ['-S', socket, '-f', '/dev/null', ...given], { env });
  const command = [process.execPath, '--import', import.meta.resolve('tsx'), MAIN, ...args];
  await tmux('new-session', '-d', '-x', '100', '-y', '30', '-c', rig.directory, ...command);
  await tmux('set-option', '-g', 'remain-on-exit', 'on');
  return {
    async shows(text) {
      const screen = async () => (await tmux('capture-pane', '-p')).stdout;
      await expect.poll(screen, { timeout: 60_000, interval: 200 }).toContain(text);
    },
    async [Symbol.asyncDispose]() {
      await tmux('kill-server');
    },
  };
}
