import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Cli } from '../cli.ts';
import { readGateway } from '../remote/read-gateway.ts';
import type { SecretPlace } from './client-config.ts';

/** Where MCP clients of this person find the gateway. */
export type GatewayPlace = {
  /** Its MCP endpoint. */
  url: string;
  /** Without the token itself. */
  token: SecretPlace;
  /** The token itself. */
  secret: string;
  /** The address that --url or COMMANDER_URL names; null where it runs on this host. */
  named: string | null;
};

type Person = Pick<Cli, 'env' | 'user' | 'config' | 'url' | 'scope' | 'say'>;

/** The gateway that --url or COMMANDER_URL names, else this host's. Throws UsageError, ConfigError. */
export async function findGateway(cli: Person): Promise<GatewayPlace> {
  const elsewhere = await readGateway(cli);
  if (elsewhere !== null) {
    const { url, token: secret } = elsewhere;
    return { url: mcpUrl(url), token: placeOf(cli.env), secret, named: url };
  }
  const { mcp, dataDir } = await cli.config();
  const secret = mcp.token.reveal();
  const path = join(dataDir, 'mcp-token');
  const token: SecretPlace = (await holds(path, secret)) ? { kind: 'file', path } : { kind: 'variable' };
  return { url: mcpUrl(`http://${reachable(mcp.host)}:${mcp.port}`), token, secret, named: null };
}

/** Clients read the file wherever they are started. */
function placeOf({ COMMANDER_TOKEN: given, COMMANDER_TOKEN_FILE: file }: Cli['env']): SecretPlace {
  return given?.trim() || !file ? { kind: 'variable' } : { kind: 'file', path: resolve(file) };
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
