import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import { Agent, type Dispatcher, request } from 'undici';
import { z } from 'zod';
import type { AgentTools, ToolAnswer } from '../../src/tools/agent-tools.ts';

const TEXT = z.object({
  isError: z.boolean().optional(),
  content: z.tuple([z.object({ type: z.literal('text'), text: z.string() })]),
});

export type ToolsClient = AsyncDisposable & {
  list(): Promise<Tool[]>;
  call(name: string, args: Record<string, unknown>): Promise<ToolAnswer>;
};

/** A real MCP client that reaches the tools through the broker's socket. */
export async function connectTools(socketPath: string): Promise<ToolsClient> {
  const dispatcher = new Agent({ connect: { socketPath } });
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL('http://127.0.0.1:8080/mcp'), {
    fetch: (url, { method, headers, body, signal } = {}) =>
      send(dispatcher, String(url), { method, headers, body, signal }),
  });
  await client.connect(transport);
  return {
    list: async () => (await client.listTools()).tools,
    call: async (name, args) => {
      const { isError, content } = TEXT.parse(await client.callTool({ name, arguments: args }));
      return { status: isError ? 'refused' : 'done', text: content[0].text };
    },
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await dispatcher.destroy();
    },
  };
}

type Sent = Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'>;

async function send(dispatcher: Dispatcher, url: string, sent: { [K in keyof Sent]: Sent[K] | undefined }) {
  const answer = await request(url, {
    dispatcher,
    method: sent.method === 'POST' ? 'POST' : sent.method === 'DELETE' ? 'DELETE' : 'GET',
    headers: Object.fromEntries(new Headers(sent.headers)),
    body: sent.body ? String(sent.body) : null,
    ...(sent.signal && { signal: sent.signal }),
  });
  const text = await answer.body.text();
  const type = answer.headers['content-type'];
  return new Response(answer.statusCode === 202 ? null : text, {
    status: answer.statusCode,
    headers: type === undefined ? {} : { 'content-type': String(type) },
  });
}

/** Tools that keep what they are called with. */
export function recordedTools(answer: ToolAnswer = { status: 'done', text: 'Fine.' }) {
  const calls: unknown[] = [];
  const record = async (call: unknown) => {
    calls.push(call);
    return answer;
  };
  const tools: AgentTools = { askHuman: record, reportProgress: record, readIssue: record };
  return { calls, tools };
}
