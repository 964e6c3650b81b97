import { untilAborted } from '@opencode-commander/service';
import type { Command } from 'commander';
import { openBackbone } from '../backbone.ts';
import type { Cli } from '../cli.ts';
import { startServices } from '../start-services.ts';

/** `commander up`: everything in one process, until Ctrl-C. */
export function addUp(program: Command, cli: Cli): void {
  program
    .command('up')
    .description('run the poller, a dispatcher and the gateway in this process until Ctrl-C')
    .action(() => up(cli));
}

async function up(cli: Cli): Promise<void> {
  const config = await cli.config();
  const log = cli.logger(config);
  const warn = (err: Error) => log.warn({ err }, err.message);
  const backbone = await openBackbone(config, { stack: cli.scope.stack, warn });
  const { gateway } = await startServices(cli, { config, log, backbone });
  cli.show(`Ready. Dashboard: ${gateway.boardUrl}`);
  await untilAborted(cli.scope.signal);
}
