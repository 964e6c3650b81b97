import type { Readable } from 'node:stream';
import { Agent, type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { limitCall } from './call-limit.ts';
import { connectionError } from './connection-error.ts';
import { PodmanError } from './podman-error.ts';
import { PODMAN_FLOOR } from './podman-floor.ts';

const CALL_TIMEOUT_MS = 30_000;
/** Podman looks at much for it. */
const ROOM_MS = 15_000;

/** One call of libpod's REST API; see https://docs.podman.io/en/latest/_static/api.html. */
export type PodmanCall = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/libpod`, such as `/info`; names in it are encoded by the caller. */
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as a tar stream. */
  tar?: Readable;
  /** For the whole call, the answer's body too; default 30 s. */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
};

/** A Podman service on a Unix socket. Every method throws PodmanError. */
export type Podman = {
  readonly socket: string;
  /** Throws where it does not answer. Cheaper than `version` and `info`, for which some hosts' Podman asks the package manager. */
  ping(): Promise<void>;
  version(): Promise<string>;
  /** Asked once, then remembered. */
  info(): Promise<PodmanInfo>;
  /** The bytes that are free where it keeps images and containers, for who cannot see that place; null where it does not say. Asked every 15 seconds at most. */
  imageRoom(): Promise<number | null>;
  imageExists(name: string): Promise<boolean>;
  /** The answer's body parsed by `schema`. */
  call<T>(call: PodmanCall, schema: z.ZodType<T>): Promise<T>;
  /** For calls whose answer is of no interest; answers with the status. */
  send(call: PodmanCall): Promise<number>;
  /** The answer's body as it comes; breaking out of the loop ends the call. */
  stream(call: PodmanCall): AsyncGenerator<Buffer>;
  /** Ends the connections; the service stays. */
  close(): Promise<void>;
};

const infoSchema = z.object({
  host: z.object({
    arch: z.string(),
    cgroupControllers: z
      .array(z.string())
      .nullish()
      .transform((names) => names ?? []),
    cgroupVersion: z.string(),
    ociRuntime: z.object({ name: z.string() }),
    security: z.object({ rootless: z.boolean() }),
  }),
  /** Where images and containers are kept on Podman's host. */
  store: z.object({
    graphRoot: z.string(),
    graphRootAllocated: z.number().optional(),
    graphRootUsed: z.number().optional(),
  }),
});
export type PodmanInfo = z.infer<typeof infoSchema>;

const versionSchema = z.object({ Version: z.string() });

/** A client of the service that listens on a socket: a path, or `unix://` and a path. Connects with the first call. */
export function connectPodman(address: string): Podman {
  const socket = address.replace(/^unix:\/\//, '');
  const dispatcher = new Agent({ connect: { socketPath: socket, timeout: 5_000 } });
  const open = (call: PodmanCall) => openCall({ socket, dispatcher }, call);
  const call: Podman['call'] = async (details, schema) =>
    parse(details, await text(await open(details)), schema);
  let remembered: Promise<PodmanInfo> | null = null;
  const info = () => {
    remembered ??= call({ method: 'GET', path: '/info' }, infoSchema).catch((error) => {
      remembered = null;
      throw error;
    });
    return remembered;
  };
  return {
    socket,
    call,
    info,
    imageRoom: askNowAndThen(ROOM_MS, async () =>
      roomOf(await call({ method: 'GET', path: '/info' }, infoSchema)),
    ),
    ping: () => ping(open),
    version: async () => (await call({ method: 'GET', path: '/version' }, versionSchema)).Version,
    imageExists: (name) => imageExists(open, name),
    send: async (details) => {
      const answer = await open(details);
      await text(answer);
      return answer.response.statusCode;
    },
    stream: async function* (details) {
      const { response, failed, release } = await open(details);
      try {
        for await (const chunk of response.body) yield Buffer.from(chunk);
      } catch (error) {
        throw await failed(error);
      } finally {
        release();
      }
    },
    close: () => dispatcher.destroy(),
  };
}

function roomOf({ store: { graphRootAllocated, graphRootUsed } }: PodmanInfo): number | null {
  if (graphRootAllocated === undefined || graphRootUsed === undefined) return null;
  return graphRootAllocated - graphRootUsed;
}

/** The last answer, unless it is older than that. */
function askNowAndThen<T>(keptMs: number, ask: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: T } | null = null;
  return async () => {
    if (last === null || performance.now() - last.at > keptMs)
      last = { at: performance.now(), answer: await ask() };
    return last.answer;
  };
}

type Answer = {
  response: Dispatcher.ResponseData;
  failed: (error: unknown) => Promise<PodmanError>;
  /** Called when the answer's body was read, or is not wanted. */
  release: () => void;
};

async function openCall(to: { socket: string; dispatcher: Agent }, call: PodmanCall): Promise<Answer> {
  const { method, path, timeoutMs = CALL_TIMEOUT_MS } = call;
  const url = `http://podman/v4.0.0/libpod${path}?${new URLSearchParams(call.query)}`;
  const { signal, release } = limitCall(timeoutMs, call.signal);
  const failed = (error: unknown) => connectionError(to.socket, { call: { ...call, timeoutMs }, error });
  const options = {
    method,
    signal,
    dispatcher: to.dispatcher,
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const response = await request(url, { ...options, ...content(call) }).catch(async (error) => {
    release();
    throw await failed(error);
  });
  if (response.statusCode < 400) return { response, failed, release };
  throw refusal(call, response.statusCode, await text({ response, failed, release }));
}

function content({ json, tar }: PodmanCall) {
  if (tar) return { body: tar, headers: { 'content-type': 'application/x-tar' } };
  if (json === undefined) return {};
  return { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
}

async function text({ response, failed, release }: Answer): Promise<string> {
  try {
    return await response.body.text();
  } catch (error) {
    throw await failed(error);
  } finally {
    release();
  }
}

function parse<T>(call: PodmanCall, body: string, schema: z.ZodType<T>): T {
  const parsed = jsonSchema.pipe(schema).safeParse(body);
  if (parsed.success) return parsed.data;
  throw new PodmanError(notPodman(call), { cause: parsed.error });
}

function notPodman({ method, path }: PodmanCall): string {
  return `What answers ${method} ${path} is not a Podman service this program knows: install Podman ${PODMAN_FLOOR} or newer, or name its socket, and not Docker's, in containers.socket.`;
}

const jsonSchema = z.string().transform((body, context): unknown => {
  try {
    return JSON.parse(body);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `not JSON: ${String(error)}` });
    return z.NEVER;
  }
});

const refusalSchema = jsonSchema.pipe(z.object({ message: z.string(), cause: z.string().default('') }));
/** Podman's cause where a container went between its being found and looked at; the status is 500 then. */
const GONE = 'no such container';

function refusal(call: PodmanCall, status: number, body: string): PodmanError {
  const { data } = refusalSchema.safeParse(body);
  // Podman says a cause; Docker, whose socket is the likeliest other one, says that there is no such page.
  if (status === 404 && data?.message === 'page not found') throw new PodmanError(notPodman(call));
  const reason = data?.message ?? `an answer that is not Podman's (HTTP ${status})`;
  return new PodmanError(`Podman refused ${call.method} ${call.path}: ${reason}`, {
    status: data?.cause === GONE ? 404 : status,
    reason: data?.cause ?? null,
  });
}

async function ping(open: (call: PodmanCall) => Promise<Answer>): Promise<void> {
  const call: PodmanCall = { method: 'GET', path: '/_ping' };
  const answer = await open(call);
  await text(answer);
  if (answer.response.headers['libpod-api-version'] === undefined) throw new PodmanError(notPodman(call));
}

async function imageExists(open: (call: PodmanCall) => Promise<Answer>, name: string): Promise<boolean> {
  try {
    await text(await open({ method: 'GET', path: `/images/${encodeURIComponent(name)}/exists` }));
    return true;
  } catch (error) {
    if (error instanceof PodmanError && error.status === 404) return false;
    throw error;
  }
}
