import { type CleanedHost, type CleanedUp, localClient } from '@opencode-commander/control';
import { agrees } from '../agrees.ts';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { openControl } from '../open-control.ts';
import { tellIfSlow } from '../tell-if-slow.ts';
import { cleanUpHere } from './clean-up-here.ts';
import { hasNothingToRemove } from './has-nothing-to-remove.ts';

type CleanUpOptions = { yes: boolean; dryRun: boolean; json: boolean };

/** Cleans up, or only says what there is to remove. */
type CleanUp = (options: { dryRun: boolean }) => Promise<CleanedUp>;

/** `commander cleanup`. Throws UsageError when nobody can be asked, PodmanError, RedisError. */
export async function cleanUpHosts(cli: Cli, { yes, dryRun, json }: CleanUpOptions): Promise<void> {
  const cleanUp = await openCleanUp(cli);
  const print = (cleaned: CleanedUp) => {
    if (json) return cli.print(JSON.stringify(cleaned));
    for (const line of describe(cleaned)) cli.print(line);
  };
  if (dryRun) return print(await look(cli, cleanUp));
  if (!yes && !(await isWanted(cli, await look(cli, cleanUp)))) return cli.say('Nothing was removed.');
  print(await tellIfSlow(cli, 'Removing it …', cleanUp({ dryRun: false })));
}

function look(cli: Cli, cleanUp: CleanUp): Promise<CleanedUp> {
  return tellIfSlow(cli, 'Looking for what nobody owns …', cleanUp({ dryRun: true }));
}

/** On the hosts of all dispatchers, and on this one where none lives, unless the installation is far away. */
async function openCleanUp(cli: Cli): Promise<CleanUp> {
  if (cli.url() !== null) {
    const gateway = await openClient(cli);
    return ({ dryRun }) => gateway.ask('cleanup', { dry_run: dryRun });
  }
  const opened = await openControl(cli);
  const client = localClient(opened.control);
  const { hostName } = opened.config;
  let here: Awaited<ReturnType<typeof cleanUpHere>> | null = null;
  return async ({ dryRun }) => {
    const cleaned = await client.ask('cleanup', { dry_run: dryRun });
    if (cleaned.hosts.some(({ host }) => host === hostName)) return cleaned;
    here ??= await cleanUpHere(cli, opened);
    return { ...cleaned, hosts: [await here({ dryRun }), ...cleaned.hosts] };
  };
}

/** Whether a person agrees; nothing to remove needs no agreement. */
async function isWanted(cli: Cli, found: CleanedUp): Promise<boolean> {
  if (hasNothingToRemove(found.hosts)) return true;
  for (const line of describe(found)) cli.say(line);
  return agrees(cli, 'Remove all of this?');
}

function describe({ dry_run, hosts }: CleanedUp): string[] {
  const verb = dry_run ? 'leftover' : 'removed';
  const lines = hosts.flatMap((each) => {
    const where = hosts.length === 1 ? '' : ` on ${each.host}`;
    if (each.error !== null) return [`${each.host}: ${each.error}`];
    return linesOf(each).map((line) => `${verb} ${line}${where}`);
  });
  return lines.length > 0 ? lines : ['There was nothing to remove.'];
}

function linesOf({ containers, directories, quarantines, sessions }: CleanedHost): string[] {
  return [
    ...containers.map((name) => `container ${name}`),
    ...directories.map((path) => `directory ${path}`),
    ...quarantines.map((path) => `quarantine ${path}`),
    ...sessions.map((path) => `session ${path}`),
  ];
}
