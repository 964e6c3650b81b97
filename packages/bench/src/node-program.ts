import { fileURLToPath } from 'node:url';
import type { Ground } from './ground.ts';
import type { Program } from './start-program.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A program of this repository, run as the scripts run it; nothing of the caller's own configuration reaches it. */
export function nodeProgram(
  { directory, environment }: Pick<Ground, 'directory' | 'environment'>,
  program: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Omit<Program, 'ready'> {
  const env = { PATH: environment['PATH'], HOME: directory, TMPDIR: directory, ...settings };
  return { command: [process.execPath, '--import', 'tsx', ...program], cwd: ROOT, env };
}
