import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./idle-service.ts', import.meta.url));
export const TOKEN = 'ghp_backbonetesttoken0123456789';

type Wanted = { args?: readonly string[]; env?: Record<string, string | undefined> };

/** Starts the service that does nothing as a process, with its directories in `directory`. */
export function startIdleService(directory: string, { args = [], env = {} }: Wanted) {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      COMMANDER_DATA_DIR: join(directory, 'data'),
      COMMANDER_RUN_DIR: join(directory, 'r'),
      COMMANDER_LOG_FORMAT: 'json',
      COMMANDER_GITHUB_TOKEN: TOKEN,
      ...env,
    },
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const ended = once(child, 'close').then(([code]) => ({ code, said: said.join('\n') }));
  return { child, lines, ended };
}
