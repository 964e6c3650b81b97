import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cli } from '../cli.ts';
import { UsageError } from '../usage-error.ts';
import { type ClientName, clientConfig, TOKEN_VARIABLE, type Way } from './client-config.ts';
import { findGateway, type GatewayPlace } from './find-gateway.ts';

export type McpConfigOptions = {
  client: ClientName;
  stdio: boolean;
  showToken: boolean;
  /** The configuration file that was named for this call. */
  configFile: string | null;
};

const FILES: Readonly<Record<ClientName, string>> = {
  opencode: 'opencode.json',
  'claude-code': '.mcp.json of the project',
  vscode: '.vscode/mcp.json',
};

/** `commander mcp config`. Throws UsageError, ConfigError. */
export async function showMcpConfig(cli: Cli, options: McpConfigOptions): Promise<void> {
  const { client, stdio, showToken } = options;
  const gateway = await findGateway(cli);
  if (stdio && showToken) throw new UsageError('A client that starts commander itself needs no token');
  const way = stdio ? stdioWay(gateway, options) : httpWay(gateway, options);
  cli.print(JSON.stringify(clientConfig(client, way), null, 2));
  for (const line of hints(gateway, { client, way })) cli.say(line);
}

function httpWay({ url, token, secret }: GatewayPlace, { showToken }: McpConfigOptions): Way {
  if (!showToken) return { kind: 'http', url, token };
  return { kind: 'http', url, token: { kind: 'text', text: secret } };
}

const BOOTSTRAP = fileURLToPath(new URL('../../../../scripts/bootstrap.mjs', import.meta.url));

/** Clients start it in a directory of their own. */
function stdioWay({ named, token }: GatewayPlace, { configFile }: McpConfigOptions): Way {
  const config = configFile === null ? [] : ['--config', resolve(configFile)];
  const url = named === null ? [] : ['--url', named];
  const command = ['node', BOOTSTRAP, 'packages/cli/src/main.ts', ...config, ...url, 'mcp'] as const;
  return { kind: 'stdio', command, token: named === null ? null : token };
}

function hints({ token, named }: GatewayPlace, { client, way }: { client: ClientName; way: Way }): string[] {
  const where = `This belongs into ${FILES[client]}.`;
  if (way.kind !== 'http' || way.token.kind === 'text') return [where];
  const known = named === null ? 'the mcp.token of your configuration' : 'the token of that gateway';
  const source = token.kind === 'file' ? `"$(cat ${token.path})"` : known;
  const reads = `It reads the variable ${TOKEN_VARIABLE} when it starts: export that with ${source}.`;
  const header = `--header "Authorization: Bearer $${TOKEN_VARIABLE}"`;
  const told: Readonly<Record<ClientName, readonly string[]>> = {
    opencode: token.kind === 'file' ? [] : [reads],
    'claude-code': [reads, `Or: claude mcp add --transport http commander ${way.url} ${header}`],
    vscode: [`It asks for the token: ${token.kind === 'file' ? `cat ${token.path}` : source}.`],
  };
  return [where, ...told[client]];
}
