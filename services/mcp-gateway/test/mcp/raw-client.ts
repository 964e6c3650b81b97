import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { BEARER, type World } from '../gateway-world.ts';

/** A request under way, whose answer is read only when somebody asks for it. */
export type Exchange = { sent: ClientRequest; response: IncomingMessage };

type Asked = { method?: string; session?: string; headers?: Record<string, string>; body?: unknown };

/** Speaks MCP by hand, for what no client of the SDK's would do. */
export async function speak(
  { gateway }: Pick<World, 'gateway'>,
  { method = 'POST', session, headers, body }: Asked,
): Promise<Exchange> {
  const sent = request(`${gateway.url}/mcp`, {
    method,
    agent: false,
    headers: {
      ...BEARER,
      accept: 'application/json, text/event-stream',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(session === undefined ? {} : { 'mcp-session-id': session }),
      ...headers,
    },
  });
  const answered = once(sent, 'response');
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await answered) as [IncomingMessage];
  response.setEncoding('utf8');
  return { sent, response };
}

/** Begins a session; gives its id. */
export async function begin(world: Pick<World, 'gateway'>): Promise<string> {
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  };
  const { response } = await speak(world, { body: rpc(0, 'initialize', params) });
  response.resume();
  return String(response.headers['mcp-session-id']);
}

/** A request of JSON-RPC. */
export function rpc(id: number, method: string, params: object = {}) {
  return { jsonrpc: '2.0', id, method, params };
}

/** A call of a tool that wants to hear how it goes. */
export function toolCall(id: number, name: string, args: object) {
  return rpc(id, 'tools/call', { name, arguments: args, _meta: { progressToken: `call-${id}` } });
}

/** What was heard until it matches. */
export async function until({ response }: Exchange, pattern: RegExp): Promise<string> {
  let heard = '';
  for await (const chunk of response.iterator({ destroyOnReturn: false })) {
    heard += chunk;
    if (pattern.test(heard)) return heard;
  }
  throw new Error(`it ended without ${pattern}: ${heard.slice(0, 1_000)}`);
}
