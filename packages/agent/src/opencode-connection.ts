import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2';
import { Agent as Dispatcher } from 'undici';
import type { z } from 'zod';
import { AgentError, RefusedCallError, TooLargeAnswerError } from './agent-error.ts';
import { startDeadline } from './deadline.ts';
import { fetchBounded, TooLargeError } from './fetch-bounded.ts';
import { createOpencodeClock, type OpencodeClock } from './opencode-clock.ts';
import { type RawEvent, readEvents } from './read-events.ts';

/** Where an opencode listens: on a Unix socket, or at a URL without a slash at its end. */
export type OpencodeAddress = { socketPath: string } | { url: string };

export type ConnectionOptions = OpencodeAddress & {
  /** Of opencode's HTTP server, `opencode` unless given. */
  username?: string | undefined;
  /** Of opencode's HTTP server; null where it asks for none. */
  password: string | null;
  /** The directory that opencode works in, as it sees it; the one it was started in unless given. */
  directory?: string | undefined;
  /** Milliseconds that a call may take unless it says so itself; 30 s unless given. */
  timeoutMs?: number | undefined;
  /** Milliseconds since 1970; Date.now unless given. */
  now?: () => number;
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
  /** What is known of opencode's clock by its last answer. */
  readonly clock: Pick<OpencodeClock, 'toOurs'>;
  call<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.infer<Schema>>;
  /** The event stream, over one connection: it ends or throws when that is cut or falls silent. */
  events(signal: AbortSignal): AsyncIterable<RawEvent>;
  close(): Promise<void>;
};

const CALL_TIMEOUT_MS = 30_000;
// The agent is hostile: an answer without end must not fill the host's memory.
const LARGEST_ANSWER_MB = 8;
const ORIGIN = 'http://opencode';

export function openConnection(options: ConnectionOptions): OpencodeConnection {
  const { directory, timeoutMs = CALL_TIMEOUT_MS, now = Date.now } = options;
  const clock = createOpencodeClock(now);
  const onDate = clock.note;
  const baseUrl = 'url' in options ? options.url : ORIGIN;
  const connect = 'url' in options ? {} : { socketPath: options.socketPath };
  const silence = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  const calls = new Dispatcher({ connect, ...silence });
  const streams = new Dispatcher({ connect, headersTimeout: 0, bodyTimeout: 0 });
  const headers = basicAuth(options);
  const maxBytes = LARGEST_ANSWER_MB * 1024 * 1024;
  // A client per call: only the call's own signal is sure to live as long as the call.
  const clientOf = (signal: AbortSignal): OpencodeClient =>
    createOpencodeClient({
      baseUrl,
      ...(directory !== undefined && { directory }),
      headers,
      fetch: (input, init) =>
        fetchBounded(new Request(input, init), { dispatcher: calls, maxBytes, signal, onDate }),
    });
  const place = directory === undefined ? '' : `?directory=${encodeURIComponent(directory)}`;
  return {
    clock,
    call: (call) => callOpencode(clientOf, { timeoutMs, ...call }),
    events: (signal) => readEvents(`${baseUrl}/event${place}`, { dispatcher: streams, headers, signal }),
    close: async () => {
      await Promise.all([calls.destroy(), streams.destroy()]);
    },
  };
}

/** The header that opencode's HTTP server lets one in by; none without a password. */
export function basicAuth({
  username = 'opencode',
  password,
}: Pick<ConnectionOptions, 'username' | 'password'>): { authorization?: string } {
  if (password === null) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

async function callOpencode<Schema extends z.ZodType>(
  clientOf: (signal: AbortSignal) => OpencodeClient,
  { what, schema, send, timeoutMs, signal }: Call<Schema> & { timeoutMs: number },
): Promise<z.infer<Schema>> {
  using deadline = startDeadline(timeoutMs, signal);
  const failed = (error: unknown): Reply => ({ error });
  const sent = Promise.resolve(send(clientOf(deadline.signal), { signal: deadline.signal }));
  const { data, error, response } = await sent.catch(failed);
  signal?.throwIfAborted();
  if (deadline.isOver()) throw lost(`opencode took more than ${timeoutMs} ms to ${what}`);
  if (error instanceof TooLargeError) {
    const size = `more than ${LARGEST_ANSWER_MB} MB`;
    throw new TooLargeAnswerError(`opencode was asked to ${what} and answered with ${size}`, {
      cause: error,
    });
  }
  // The SDK parses what says that it is JSON.
  if (error instanceof SyntaxError) throw somethingElse(what, error);
  if (response === undefined) throw lost(`opencode cannot be reached to ${what}`, error);
  if (error !== undefined) {
    const { status } = response;
    throw new RefusedCallError(`opencode did not ${what}: it answered ${status}`, status, { cause: error });
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw somethingElse(what, parsed.error);
}

function somethingElse(what: string, cause: Error): AgentError {
  return new AgentError(`opencode was asked to ${what} and answered something else`, { cause });
}

function lost(message: string, cause?: unknown): AgentError {
  return new AgentError(message, { kind: 'container', cause });
}
