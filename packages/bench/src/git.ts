import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type Git = (args: readonly string[]) => Promise<string>;

const TIMEOUT_MS = 120_000;

export type GitOptions = {
  cwd: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Value of an HTTP Authorization header. */
  authorization?: string | null;
};

/** Runs git with nobody's configuration; answers with what it prints. */
export function gitIn({ cwd, environment, authorization = null }: GitOptions): Git {
  const who = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
  const header = authorization === null ? {} : setting('http.extraHeader', `Authorization: ${authorization}`);
  const own = { HOME: cwd, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', ...header };
  const env = { PATH: environment['PATH'], ...own };
  return async (args) => {
    const { stdout } = await promisify(execFile)('git', [...who, ...args], { cwd, env, timeout: TIMEOUT_MS });
    return stdout.trim();
  };
}

function setting(key: string, value: string): Record<string, string> {
  return { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: key, GIT_CONFIG_VALUE_0: value };
}
