import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2';
import { Agent as Dispatcher, fetch as undiciFetch } from 'undici';
import type { z } from 'zod';
import { AgentError, RefusedCallError } from './agent-error.ts';
import { readEvents } from './read-events.ts';

export type ConnectionOptions = {
  /** opencode's Unix socket. */
  socketPath: string;
  /** Of opencode's HTTP server, whose user is `opencode`. */
  password: string;
  /** The directory that opencode works in, as it sees it. */
  directory: string;
};

type Reply = { data?: unknown; error?: unknown; response?: { status: number } | undefined };

/** One call of the API. */
export type Call<Schema extends z.ZodType> = {
  /** What it is for, such as "list the questions". */
  what: string;
  /** The shape of its answer. */
  schema: Schema;
  send: (client: OpencodeClient, options: { signal: AbortSignal }) => PromiseLike<Reply>;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
};

/** HTTP to one opencode. Every call has a timeout of its own, and each of its failures is an AgentError. */
export type OpencodeConnection = {
  call<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.infer<Schema>>;
  /** The event stream, over one connection: it ends or throws when that is cut or falls silent. */
  events(signal: AbortSignal): AsyncIterable<unknown>;
  close(): Promise<void>;
};

const CALL_TIMEOUT_MS = 30_000;
// The agent is hostile: an answer without end must not fill the host's memory.
const LARGEST_ANSWER = 64 * 1024 * 1024;
const ORIGIN = 'http://opencode';

export function openConnection({ socketPath, password, directory }: ConnectionOptions): OpencodeConnection {
  const connect = { socketPath };
  const calls = new Dispatcher({ connect, maxResponseSize: LARGEST_ANSWER });
  const streams = new Dispatcher({ connect, headersTimeout: 0, bodyTimeout: 0 });
  const authorization = `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`;
  const client = createOpencodeClient({
    baseUrl: ORIGIN,
    directory,
    headers: { authorization },
    fetch: (input, init) => fetchThrough(new Request(input, init), calls),
  });
  const eventsUrl = `${ORIGIN}/event?directory=${encodeURIComponent(directory)}`;
  return {
    call: (call) => callOpencode(client, call),
    events: (signal) => readEvents(eventsUrl, { dispatcher: streams, authorization, signal }),
    close: async () => {
      await Promise.all([calls.destroy(), streams.destroy()]);
    },
  };
}

async function callOpencode<Schema extends z.ZodType>(
  client: OpencodeClient,
  { what, schema, send, timeoutMs = CALL_TIMEOUT_MS, signal }: Call<Schema>,
): Promise<z.infer<Schema>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const bounded = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const failed = (error: unknown): Reply => ({ error });
  const { data, error, response } = await Promise.resolve(send(client, { signal: bounded })).catch(failed);
  signal?.throwIfAborted();
  if (timeout.aborted) throw new AgentError(`opencode took more than ${timeoutMs} ms to ${what}`);
  if (response === undefined) throw new AgentError(`opencode cannot be reached to ${what}`, { cause: error });
  if (error !== undefined) {
    const { status } = response;
    throw new RefusedCallError(`opencode did not ${what}: it answered ${status}`, status, { cause: error });
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new AgentError(`opencode was asked to ${what} and answered something else`, { cause: parsed.error });
}

/** The SDK speaks to `fetch`; undici's goes through a Unix socket. */
async function fetchThrough(request: Request, dispatcher: Dispatcher): Promise<Response> {
  const { url, method, signal } = request;
  const response = await undiciFetch(url, {
    method,
    headers: [...request.headers],
    body: request.body === null ? null : await request.text(),
    dispatcher,
    signal,
  });
  const body = response.status === 204 ? null : await response.arrayBuffer();
  return new Response(body, { status: response.status, headers: [...response.headers] });
}
