import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cli } from '../cli.ts';
import type { TokenPlace } from './client-config.ts';

/** Where MCP clients of this person find the gateway. */
export type GatewayPlace = {
  /** Its MCP endpoint. */
  url: string;
  /** Without the token itself. */
  token: TokenPlace;
  /** The token itself; null where it is not known here. */
  secret: string | null;
  /** Whether it runs on another host. */
  remote: boolean;
};

/** The gateway that --url or COMMANDER_URL names, else this host's. Throws ConfigError. */
export async function findGateway(cli: Pick<Cli, 'env' | 'config' | 'url'>): Promise<GatewayPlace> {
  const { COMMANDER_TOKEN: given } = cli.env;
  const named = cli.url();
  if (named !== null)
    return { url: mcpUrl(named), token: { kind: 'variable' }, secret: given ?? null, remote: true };
  const { mcp, dataDir } = await cli.config();
  const secret = mcp.token.reveal();
  const path = join(dataDir, 'mcp-token');
  const token: TokenPlace = (await holds(path, secret)) ? { kind: 'file', path } : { kind: 'variable' };
  return { url: mcpUrl(`http://${reachable(mcp.host)}:${mcp.port}`), token, secret, remote: false };
}

function mcpUrl(gateway: string): string {
  return new URL('/mcp', gateway).href;
}

/** Who listens on every address is reached on this host by the loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::' || host === '[::]') return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** Whether the generated token is in force: a configured one is somewhere else. */
async function holds(path: string, secret: string): Promise<boolean> {
  const kept = await readFile(path, 'utf8').catch(() => null);
  return kept?.trim() === secret;
}
