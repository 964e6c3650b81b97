import { instanceOf, Owners } from '@opencode-commander/dispatcher';
import { openPodman, type Podman, removeSandboxes } from '@opencode-commander/sandbox';
import { agrees } from '../agrees.ts';
import type { Cli } from '../cli.ts';
import { type Opened, openControl } from '../open-control.ts';
import { requireHost } from '../require-host.ts';
import { tellIfSlow } from '../tell-if-slow.ts';
import { findLeftovers, type Leftovers } from './find-leftovers.ts';
import { removeDirectory } from './remove-directory.ts';

/** `commander cleanup`. Throws UsageError when nobody can be asked, PodmanError, RedisError. */
export async function cleanUp(cli: Cli, { yes, json }: { yes: boolean; json: boolean }): Promise<void> {
  requireHost(cli, 'cleanup');
  const opened = await openControl(cli);
  const podman = await openHostPodman(cli, opened);
  const { config, backbone } = opened;
  const owners = new Owners(backbone.store, ({ message }) =>
    cli.say(`${message}; what was made for it stays.`),
  );
  const looking = findLeftovers(podman, { config, owners });
  const leftovers = await tellIfSlow(cli, 'Looking for what nobody owns …', looking);
  if (!yes && !(await isWanted(cli, leftovers))) return cli.say('Nothing was removed.');
  await tellIfSlow(cli, 'Removing it …', remove(podman, instanceOf(config), leftovers));
  if (json) return cli.print(JSON.stringify({ removed: leftovers }));
  const lines = linesOf(leftovers);
  for (const line of lines) cli.print(`removed ${line}`);
  if (lines.length === 0) cli.print('There was nothing to remove.');
}

async function openHostPodman({ env, scope }: Cli, { config }: Opened): Promise<Podman> {
  const { socket, runtime } = config.containers;
  const { runDir } = config;
  const runtimeDir = env['XDG_RUNTIME_DIR'] ?? null;
  const { podman, stop } = await openPodman({ socket, runtime, runDir, runtimeDir, signal: scope.signal });
  scope.stack.defer('Podman', () => stop());
  return podman;
}

/** Whether a person agrees; nothing to remove needs no agreement. */
async function isWanted(cli: Cli, leftovers: Leftovers): Promise<boolean> {
  const lines = linesOf(leftovers);
  if (lines.length === 0) return true;
  for (const line of lines) cli.say(line);
  return agrees(cli, 'Remove all of this?');
}

function linesOf({ containers, quarantines, directories }: Leftovers): string[] {
  return [
    ...containers.map((name) => `container ${name}`),
    ...quarantines.map((path) => `quarantine ${path}`),
    ...directories.map((path) => `directory ${path}`),
  ];
}

async function remove(podman: Podman, instance: string, leftovers: Leftovers): Promise<void> {
  const { containers, quarantines, directories } = leftovers;
  const unless = ({ name }: { name: string }) => !containers.includes(name);
  // The containers first: while one runs, its user could move things under our feet.
  if (containers.length > 0) await removeSandboxes(podman, { instance, unless });
  for (const path of [...quarantines, ...directories]) await removeDirectory(path);
}
