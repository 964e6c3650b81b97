import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { Rig } from '../rig.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

/** A terminal with a shell in it that knows `commander`, as somebody sits before it. */
export type Terminal = AsyncDisposable & {
  /** Types a line and Enter. */
  enter(line: string): Promise<void>;
  /** Presses keys by tmux's names, such as `C-c` and `Tab`; anything else is typed. */
  press(...keys: string[]): Promise<void>;
  /** What is on the screen, without the spaces at the ends of lines: text, or with the escapes for its colours. */
  screen(options?: { colours?: boolean }): Promise<string>;
  /** Awaits a screen that matches, and gives it. */
  shows(pattern: RegExp): Promise<string>;
  resize(columns: number): Promise<void>;
  isCursorVisible(): Promise<boolean>;
};

const ROWS = 30;

/** A real terminal emulator (tmux) of that many columns, in which bash runs with the environment of the rig. */
export async function openTerminal(
  { directory, env }: Rig,
  { columns = 80, extra = {} }: { columns?: number; extra?: Record<string, string> } = {},
): Promise<Terminal> {
  const init = join(directory, 'bashrc');
  await writeFile(
    init,
    `PS1='$ '\ncommander() { '${process.execPath}' --import '${TSX}' '${MAIN}' "$@"; }\n`,
  );
  const server = ['-S', join(directory, 'tmux'), '-f', '/dev/null'];
  const tmux = async (...args: string[]) => {
    const options = { cwd: directory, env: { ...env, LANG: 'C.UTF-8', TERM: 'screen-256color', ...extra } };
    return (await promisify(execFile)('tmux', [...server, ...args], options)).stdout;
  };
  const size = ['-x', String(columns), '-y', String(ROWS)];
  await tmux('new-session', '-d', ...size, `exec bash --noprofile --rcfile '${init}'`);
  const screen: Terminal['screen'] = ({ colours = false } = {}) =>
    tmux('capture-pane', '-p', ...(colours ? ['-e'] : []));
  const shows = async (pattern: RegExp) => {
    await expect.poll(() => screen(), { timeout: 60_000, interval: 250 }).toMatch(pattern);
    return screen();
  };
  return {
    async enter(line) {
      await tmux('send-keys', '-l', '--', line);
      await tmux('send-keys', 'Enter');
    },
    async press(...keys) {
      await tmux('send-keys', '--', ...keys);
    },
    screen,
    shows,
    async resize(width) {
      await tmux('resize-window', '-x', String(width), '-y', String(ROWS));
    },
    isCursorVisible: async () => (await tmux('display-message', '-p', '#{cursor_flag}')).trim() === '1',
    async [Symbol.asyncDispose]() {
      await tmux('kill-server');
    },
  };
}
