import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHostInstances } from '@opencode-commander/backbone';
import { localClient } from '@opencode-commander/control';
import { openAttachProxy } from '@opencode-commander/instance';
import { TaskNotFoundError, type TaskStore } from '@opencode-commander/queue';
import { type InstanceReference, taskIdSchema } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { openControl } from '../open-control.ts';
import { requireHost } from '../require-host.ts';
import { UsageError } from '../usage-error.ts';
import { findOpencode } from './find-opencode.ts';
import { showScreen } from './show-screen.ts';

/**
 * `commander attach`: opencode's own screen on a session, until the person leaves it. It reaches the instance through a
 * proxy that has the credential; what it is given is a password of this one sitting. Throws UsageError, AttachError, and what
 * finding the session throws.
 */
export async function attachSession(cli: Cli, wanted: string): Promise<void> {
  requireHost(cli, 'attach');
  if (!cli.terminal.stdout) throw new UsageError('attach needs a terminal: see commander session messages');
  const opencode = await findOpencode(cli);
  const { config, control } = await openControl(cli);
  const { session } = await localClient(control).ask('sessions.status', { session: wanted });
  const reference = await referenceTo(control.store, session.instance);
  await using held = await openHostInstances(config, cli.env).hold(reference);
  const password = randomBytes(32).toString('base64url');
  await using proxy = await openAttachProxy(held, { password, directory: session.directory });
  await using empty = await emptyDirectory();
  // No --dir: the screen would enter that directory of this host, and run the plugins in it, wherever a sandbox says that it works.
  const args = ['attach', proxy.url, '--session', session.id];
  const env = { ...screenEnvironment(cli.env), OPENCODE_SERVER_PASSWORD: password };
  await showScreen(opencode, { args, env, cwd: empty.path, signal: cli.scope.signal });
  // opencode has just named a command of its own, which would not find the session.
  cli.say(`From here: commander attach ${wanted}`);
}

/** Nobody else can put anything in there. */
async function emptyDirectory(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'commander-attach-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function referenceTo(store: TaskStore, instance: string): Promise<InstanceReference> {
  if (!taskIdSchema.safeParse(instance).success) return { kind: 'server', name: instance };
  const task = await store.get(instance);
  if (task === null) throw new TaskNotFoundError(instance);
  return { kind: 'sandbox', task };
}

const SHOWN_WITH = /^(HOME|PATH|SHELL|USER|LANG|LC_\w+|TZ|TMPDIR|TMUX|TERM\w*|COLORTERM|NO_COLOR|XDG_\w+)$/;

/** What a screen needs of the environment, and none of commander's secrets. */
function screenEnvironment(env: Cli['env']): Record<string, string> {
  const needed = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && SHOWN_WITH.test(name) ? [[name, value] as const] : [],
  );
  const settings = { OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_PROJECT_CONFIG: '1' };
  return { ...Object.fromEntries(needed), ...settings };
}
