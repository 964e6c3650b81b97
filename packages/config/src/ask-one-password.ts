import { execFile } from 'node:child_process';
import type { Environment } from './document/read-environment.ts';
import type { Followed } from './followed.ts';
import { Secret } from './secret.ts';

export type AskOnePassword = {
  /** Has the PATH with `op`, and what it finds its account, session or service account by. */
  env: Environment;
  /** Hears that an answer takes long: somebody may have to unlock something. */
  say: (line: string) => void;
  timeoutMs?: number;
};

/** Time to unlock it by hand. */
const TIMEOUT_MS = 60_000;
const SOON_MS = 2_000;
const LONGEST_COMPLAINT = 300;

/** What `op` needs to know of its surroundings, and none of our secrets. */
const PASSED_ON =
  /^(PATH|HOME|USER|LOGNAME|LANG|TMPDIR|DISPLAY|WAYLAND_DISPLAY|DBUS_SESSION_BUS_ADDRESS|XDG_\w+|OP_\w+)$/;

/**
 * The field that a reference `op://vault/item/field` names, read with 1Password's command line on this host
 * (https://developer.1password.com/docs/cli/reference/commands/read).
 */
export function askOnePassword(
  reference: string,
  { env, say, timeoutMs = TIMEOUT_MS }: AskOnePassword,
): Promise<Followed> {
  const passedOn = Object.entries(env).filter(([name]) => PASSED_ON.test(name));
  const options = { env: Object.fromEntries(passedOn), timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
  const slow = setTimeout(() => say(`Waiting for 1Password to give ${reference} …`), SOON_MS);
  return new Promise((resolve) => {
    const child = execFile('op', ['read', reference], options, (error, stdout, stderr) => {
      clearTimeout(slow);
      if (error !== null) return resolve(problemOf(error, { stderr: withoutTokens(stderr, env), timeoutMs }));
      const value = stdout.trim();
      resolve(value ? { secret: new Secret(value) } : { problem: '1Password has nothing in this field' });
    });
    // It must not wait for words that nobody types.
    child.stdin?.end();
  });
}

function problemOf(
  error: { code?: unknown; killed?: boolean | undefined },
  { stderr, timeoutMs }: { stderr: string; timeoutMs: number },
): Followed {
  if (error.code === 'ENOENT') {
    const problem = 'op is not on the PATH: install the 1Password CLI, or use env: or file:';
    return { problem, isAway: true };
  }
  if (error.code === 'EACCES') {
    const problem = 'op is on the PATH, but this user may not execute it: install the 1Password CLI anew';
    return { problem, isAway: true };
  }
  if (!error.killed) return { problem: `1Password refused it: ${complaintOf(stderr)}` };
  const problem = `1Password did not answer within ${timeoutMs / 1_000} s: unlock it and try again`;
  return { problem, isAway: true };
}

/** Whatever `op` repeats of what it was given. */
function withoutTokens(said: string, env: Environment): string {
  const tokens = Object.entries(env).filter(([name, value]) => value && /^OP_.*(TOKEN|SESSION)/.test(name));
  return tokens.reduce((text, [, token = '']) => text.replaceAll(token, '[secret]'), said);
}

/** Its last line, without the mark and the time that it begins with. */
function complaintOf(stderr: string): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  const complaint = last.replace(/^\[ERROR\] [\d/]+ [\d:]+ /, '').slice(0, LONGEST_COMPLAINT);
  return complaint || 'it did not say why; try op signin';
}
