import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { CLIENTS, type ClientName } from '../mcp/client-config.ts';
import { examples } from './examples.ts';

const EXAMPLES = examples(
  'commander mcp config',
  'commander mcp config --client claude-code > .mcp.json',
  'commander mcp config --client vscode --stdio',
  'commander mcp',
);

type ConfigOptions = { client: ClientName; stdio?: boolean; showToken?: boolean };

/** `commander mcp`: everything that can be asked for, as tools for coding agents. */
export function addMcp(program: Command, cli: Cli): void {
  const mcp = program
    .command('mcp')
    .description('serve MCP on standard input and output, and show how clients find it')
    .addHelpText('after', EXAMPLES);
  mcp
    .command('serve', { isDefault: true })
    .description('serve MCP to whoever started this, until that one leaves; commander up serves it over HTTP')
    .addHelpText('after', examples('commander mcp'))
    .action(async () => {
      const { serveMcp } = await import('../mcp/serve-mcp.ts');
      await serveMcp(cli);
    });
  mcp
    .command('config')
    .description('print what to paste into the configuration of an MCP client')
    .addOption(new Option('--client <name>', 'which one').choices(CLIENTS).default('opencode'))
    .option('--stdio', 'have the client start commander mcp, instead of asking the gateway over HTTP')
    .option('--show-token', 'print the token itself, instead of where the client finds it')
    .addHelpText('after', examples('commander mcp config --client vscode --stdio'))
    .action(async ({ client, stdio = false, showToken = false }: ConfigOptions) => {
      const { showMcpConfig } = await import('../mcp/show-mcp-config.ts');
      const { config } = program.opts<{ config?: string }>();
      await showMcpConfig(cli, { client, stdio, showToken, configFile: config ?? null });
    });
}
