export const CLIENTS = ['opencode', 'claude-code', 'vscode'] as const;
export type ClientName = (typeof CLIENTS)[number];

/** How a client gets to the tools. */
export type Way =
  | { kind: 'http'; url: string; token: TokenPlace }
  | {
      kind: 'stdio';
      command: readonly [string, ...string[]];
      /** Where what is started finds the token; null when it needs none. */
      token: SecretPlace | null;
    };

/** Where the token is: in a file, or in the variable COMMANDER_TOKEN. */
export type SecretPlace = { kind: 'file'; path: string } | { kind: 'variable' };

/** The same, or the token itself. */
type TokenPlace = SecretPlace | { kind: 'text'; text: string };

type Configure = (way: Way) => object;

/** What to paste into the configuration of a client, as its own documentation has it. */
export function clientConfig(client: ClientName, way: Way): object {
  return CONFIGURATIONS[client](way);
}

const CONFIGURATIONS: Readonly<Record<ClientName, Configure>> = {
  opencode,
  'claude-code': claudeCode,
  vscode,
};

/** https://opencode.ai/docs/mcp-servers */
function opencode(way: Way): object {
  const server =
    way.kind === 'http'
      ? {
          type: 'remote',
          url: way.url,
          headers: authorization(inOpencode(way.token)),
          oauth: false,
        }
      : { type: 'local', command: way.command, ...named('environment', way, (name) => `{env:${name}}`) };
  return { mcp: { commander: server } };
}

function inOpencode(token: TokenPlace): string {
  if (token.kind === 'text') return token.text;
  return token.kind === 'file' ? `{file:${token.path}}` : `{env:${TOKEN_VARIABLE}}`;
}

/** https://code.claude.com/docs/en/mcp */
function claudeCode(way: Way): object {
  const variable = (name: string) => `\${${name}}`;
  const server =
    way.kind === 'http'
      ? {
          type: 'http',
          url: way.url,
          headers: authorization(way.token.kind === 'text' ? way.token.text : variable(TOKEN_VARIABLE)),
        }
      : { type: 'stdio', ...started(way), ...named('env', way, variable) };
  return { mcpServers: { commander: server } };
}

/** https://code.visualstudio.com/docs/copilot/reference/mcp-configuration */
function vscode(way: Way): object {
  if (way.kind === 'stdio') {
    const env = named('env', way, (name) => `\${env:${name}}`);
    return { servers: { commander: { type: 'stdio', ...started(way), ...env } } };
  }
  const { url, token } = way;
  const id = 'commander-token';
  const headers = authorization(token.kind === 'text' ? token.text : `\${input:${id}}`);
  const input = { type: 'promptString', id, description: 'The token of commander', password: true };
  const inputs = token.kind === 'text' ? [] : [input];
  return { inputs, servers: { commander: { type: 'http', url, headers } } };
}

export const TOKEN_VARIABLE = 'COMMANDER_TOKEN';

function authorization(token: string): object {
  return { Authorization: `Bearer ${token}` };
}

function started({ command: [command, ...args] }: Way & { kind: 'stdio' }): object {
  return { command, args };
}

/** The variables that the started program needs, if any. */
function named(key: string, { token }: Way & { kind: 'stdio' }, reference: (name: string) => string): object {
  if (token === null) return {};
  if (token.kind === 'file') return { [key]: { [`${TOKEN_VARIABLE}_FILE`]: token.path } };
  return { [key]: { [TOKEN_VARIABLE]: reference(TOKEN_VARIABLE) } };
}
