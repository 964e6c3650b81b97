import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const MOST_BYTES = 64 * 1024 * 1024;

/** Runs a program in the repository and gives what it prints; throws with what it said where it fails. */
export async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const cwd = new URL('../..', import.meta.url);
  const { stdout } = await promisify(execFile)(program, args, { cwd, env, maxBuffer: MOST_BYTES });
  return stdout;
}
