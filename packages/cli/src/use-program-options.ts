import type { Command } from 'commander';
import type { Cli } from './cli.ts';

/** Has commands use the file and the gateway that the program's own options name. */
export function useProgramOptions(cli: Pick<Cli, 'useConfigFile' | 'useUrl'>, program: Command): void {
  const { config, url } = program.opts<{ config?: string; url?: string }>();
  if (config !== undefined) cli.useConfigFile(config);
  if (url !== undefined) cli.useUrl(url);
}
