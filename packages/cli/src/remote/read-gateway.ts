import { readFile } from 'node:fs/promises';
import type { Cli } from '../cli.ts';
import { UsageError } from '../usage-error.ts';

/** A gateway far away, and as whom to ask it. */
export type Gateway = {
  /** Without a slash at its end, such as `https://commander.example.com`. */
  url: string;
  token: string;
  /** Who asks, for the logs of tasks. */
  by: string;
};

const HOW = 'write its address, such as http://127.0.0.1:7070';

/**
 * The gateway that --url or COMMANDER_URL names, with its token; null when none is named. Says so when the token can be read on
 * its way there. Throws UsageError.
 */
export async function readGateway({
  env,
  user,
  url: named,
  scope,
  say,
}: Pick<Cli, 'env' | 'user' | 'url' | 'scope' | 'say'>): Promise<Gateway | null> {
  const text = named();
  if (text === null) return null;
  const url = readUrl(text);
  const token = await readToken(env);
  scope.redactor.add(token);
  if (isInClear(url))
    say(`The token goes to ${url} in clear: use https://, or a tunnel that ends on 127.0.0.1`);
  return { url, token, by: whoAsks(user) };
}

function isInClear(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

function readUrl(text: string): string {
  if (!URL.canParse(text)) throw new UsageError(`${text} is no address of a gateway: ${HOW}`);
  const { protocol, username, password, pathname, search, hash, origin, host } = new URL(text);
  if (username !== '' || password !== '')
    throw new UsageError(
      `The address of the gateway ${host} carries a password: set COMMANDER_TOKEN instead`,
    );
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new UsageError(`${text} is no address of a gateway: ${HOW}`);
  if (pathname !== '/' || search !== '' || hash !== '')
    throw new UsageError(`A gateway's address ends with its port, without ${pathname}: write ${origin}`);
  return origin;
}

const WHERE = 'it is mcp.token where the gateway runs, or in the file mcp-token of its data directory';

async function readToken(env: Cli['env']): Promise<string> {
  const { COMMANDER_TOKEN: given, COMMANDER_TOKEN_FILE: file } = env;
  const token = (given?.trim() || (file ? await readTokenFile(file) : '')).trim();
  if (token === '')
    throw new UsageError(`The gateway wants a token: set COMMANDER_TOKEN or COMMANDER_TOKEN_FILE; ${WHERE}`);
  // Anything else fits into no header.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new UsageError(`The token of the gateway must be one word: ${WHERE}`);
  return token;
}

async function readTokenFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new UsageError(`COMMANDER_TOKEN_FILE = ${path} cannot be read (${code})`, { cause });
  }
}

/** As the gateway takes it. */
function whoAsks(user: string): string {
  const name = user
    .replaceAll(/[^A-Za-z0-9._-]/g, '')
    .replace(/^[._-]+/, '')
    .slice(0, 50);
  return name === '' ? 'cli' : `${name} (cli)`;
}
