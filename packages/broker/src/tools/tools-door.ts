import type { IncomingMessage, ServerResponse } from 'node:http';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { formatBytes } from '@opencode-commander/task';
import { answerError } from '../answer.ts';
import { type Body, createBodyReader } from '../body-reader.ts';
import type { AgentTools } from './agent-tools.ts';
import { createRate } from './rate.ts';
import { createToolsServer } from './tools-server.ts';

const MAX_BODY_BYTES = 256 * 1024;
const MOST_AT_ONCE = 16;
const LIMITS = { maxBytes: MAX_BODY_BYTES, maxHeldBytes: MOST_AT_ONCE * MAX_BODY_BYTES };
// An agent that works calls a few tools a minute; each call takes a request, and the first ones some more.
const MOST_REQUESTS = 600;
const MOST_CALLS = 120;
const MINUTE_MS = 60_000;

export type ToolsDoorOptions = {
  /** Null where the agent has no tools of ours. */
  tools: AgentTools | null;
  /** Milliseconds, on a clock that nobody sets. */
  now: () => number;
  onRefusal: (line: string) => void;
  onError: (error: unknown) => void;
};

export type ToolsDoor = { serve(request: IncomingMessage, response: ServerResponse): Promise<void> };

/**
 * The agent's tools as an MCP server without sessions, so that it serves whoever was there before it came.
 * https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#streamable-http
 */
export function createToolsDoor({ tools, now, onRefusal, onError }: ToolsDoorOptions): ToolsDoor {
  const mayAsk = createRate({ most: MOST_REQUESTS, everyMs: MINUTE_MS, now });
  const mayCall = createRate({ most: MOST_CALLS, everyMs: MINUTE_MS, now });
  const bodies = createBodyReader(LIMITS);
  let atOnce = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    if (tools === null) return answerError(response, 404, NO_TOOLS);
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return answerError(response, 405, NOT_POSTED);
    }
    if (atOnce >= MOST_AT_ONCE || !mayAsk()) {
      onRefusal('calls of the agent’s tools refused: there are too many at once, or in a minute');
      return answerError(response, 429, BUSY);
    }
    atOnce += 1;
    response.once('close', () => {
      atOnce -= 1;
    });
    const body = await bodies.read(request);
    const message = messageOf(body);
    bodies.release(body);
    if (message.status === 'refused') return answerError(response, message.code, message.error);
    const server = createToolsServer({ tools, mayCall, onError });
    response.once('close', () => {
      server.close().catch(onError);
    });
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    await transport.handleRequest(request, response, message.json);
  };
  return { serve };
}

type Refused = { status: 'refused'; code: number; error: { code: string; message: string } };

/** The one message of a request: the SDK would take a hundred, which no limit of ours counts. */
function messageOf(body: Body): { status: 'found'; json: object } | Refused {
  if (body.status !== 'read') return { status: 'refused', code: 413, error: TOO_LARGE };
  const json = parse(body.bytes);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { status: 'refused', code: 400, error: NO_MESSAGE };
  return { status: 'found', json };
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const NO_TOOLS = { code: 'not_found', message: 'there are no tools here' };
const NOT_POSTED = { code: 'not_allowed', message: 'this server keeps no sessions: use POST' };
const TOO_LARGE = { code: 'too_large', message: `a call may have ${formatBytes(MAX_BODY_BYTES)}` };
const NO_MESSAGE = { code: 'no_message', message: 'a request is one JSON-RPC message: no array of them' };
const BUSY = { code: 'busy', message: 'too many calls: try again in a minute' };
