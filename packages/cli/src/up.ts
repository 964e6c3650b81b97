import { openBackbone, requireCredentials } from '@opencode-commander/backbone';
import { checkHost, thisHost } from '@opencode-commander/host';
import { guardChildren, untilAborted } from '@opencode-commander/service';
import type { Cli } from './cli.ts';
import { requireHost } from './require-host.ts';
import { startServices } from './start-services.ts';

/** `commander up`. Throws what the services throw when they cannot start. */
export async function up(cli: Cli): Promise<void> {
  requireHost(cli, 'up');
  const configuration = await cli.configuration();
  const { config } = configuration;
  requireCredentials(config);
  await checkHost(thisHost(process), config);
  const log = cli.logger(config);
  const warn = (err: Error) => log.warn({ err }, err.message);
  const backbone = await openBackbone(config, { ...cli.scope, warn });
  const onChild = guardChildren(cli.scope.stack, { node: process.execPath, onLost: warn });
  const { gateway } = await startServices(cli, { configuration, log, backbone, onChild });
  // The address that logs a browser in is for a person's eyes, not for a journal.
  if (cli.terminal.stderr) cli.show(`Ready. Dashboard: ${gateway.pagesUrl}`);
  else cli.say(`Ready. Dashboard: ${gateway.url}/`);
  await Promise.race([untilAborted(cli.scope.signal), backbone.redisLost]);
}
