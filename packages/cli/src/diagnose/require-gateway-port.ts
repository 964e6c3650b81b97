import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '@opencode-commander/config';
import { ok, type Requirement, trouble, type Verdict } from '@opencode-commander/host';

const ANSWER_MS = 3_000;

type Address = Pick<Config['mcp'], 'host' | 'port' | 'token'>;

/** The gateway can listen where it is told to, or does so already. */
export function gatewayPort(mcp: Address): Requirement {
  return { name: 'gateway port', check: () => judge(mcp) };
}

async function judge(mcp: Address): Promise<Verdict> {
  if (mcp.port === 0) return ok('any free one');
  const place = `${mcp.host}:${mcp.port}`;
  const refusal = await tryToListen(mcp);
  if (refusal === null) return ok(`${place} is free`);
  if (refusal === 'EADDRINUSE' && (await isOurs(mcp))) return ok(`our gateway listens on ${place}`);
  if (refusal === 'EADDRINUSE')
    return trouble(`something else listens on ${place}`, { advice: 'stop it, or set mcp.port' });
  return trouble(`nothing can listen on ${place} (${refusal})`, { advice: 'set mcp.host and mcp.port' });
}

/** Null when it worked, else the system's code for why not. */
async function tryToListen({ host, port }: Address): Promise<string | null> {
  const server = createServer();
  try {
    await once(server.listen({ host, port, exclusive: true }), 'listening');
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  } finally {
    server.close();
  }
}

/** Only our gateway takes our token, and refuses whoever has none. */
async function isOurs({ host, port, token }: Address): Promise<boolean> {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/metrics`;
  const ask = async (headers: Record<string, string>) => {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_MS) });
    await answer.body?.cancel();
    return answer.status;
  };
  try {
    if ((await ask({})) !== 401) return false;
    return (await ask({ authorization: `Bearer ${token.reveal()}` })) === 200;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}
