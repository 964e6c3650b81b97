import { lookup } from 'node:dns/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerError, answerText } from './answer.ts';
import { createEgressDoor, type EgressDoor } from './egress/egress-door.ts';
import type { Resolve } from './egress/resolve-target.ts';
import type { Quarantine } from './git/create-quarantine.ts';
import { createGitDoor, type GitDoor } from './git-door/git-door.ts';
import type { HostEnvironment } from './host-environment.ts';
import { listenOnSocket } from './listen-on-socket.ts';
import type { ModelUsage, Provider } from './llm/forward-call.ts';
import type { QuotaUsedUp } from './llm/judge-quota.ts';
import { createModelDoor, type ModelDoor, type ModelRequest, type PausedFor } from './llm/model-door.ts';
import { onceEach } from './once-each.ts';
import type { AgentTools } from './tools/agent-tools.ts';
import { createToolsDoor, type ToolsDoor } from './tools/tools-door.ts';

const MAX_CONNECTIONS = 256;
const REQUEST_TIMEOUT_MS = 30 * 60_000;
const HEADERS_TIMEOUT_MS = 60_000;

export type BrokerOptions = {
  /** Where to listen, at most 107 bytes. Whoever can open it is the sandbox: its directory must keep others out. */
  socketPath: string;
  /** `owner/name`, served at `/git/<owner>/<name>`. */
  repository: string;
  quarantine: Quarantine;
  /** By name, served at `/llm/<name>/…`. */
  providers: Readonly<Record<string, Provider>>;
  /** What the sandbox has in place of each provider's key. */
  placeholderKey: string;
  /** `provider/model`, asked for at each request; null allows every model. */
  allowedModels: () => readonly string[] | null;
  /** `example.com`, `*.example.com`, IP addresses, each with `:port` or for 443. */
  egressAllow: readonly string[];
  /** What the agent finds as an MCP server at `/mcp`; there is none when absent. */
  tools?: AgentTools;
  environment?: HostEnvironment;
  /** Looks a name up; the host's own resolver when absent. */
  resolve?: Resolve;
  /** Until when (milliseconds since 1970) a provider is to be left alone; null for one that may be asked. */
  pausedFor?: PausedFor;
  /** A request to a model has arrived, whatever becomes of it. */
  onModelRequest?: (request: ModelRequest) => void;
  /** A provider has said that its quota is used up; the agent's turn ends with that. */
  onQuota?: (quota: QuotaUsedUp) => void;
  /** An answer of a model's has ended, or broke off. */
  onUsage?: (usage: ModelUsage) => void;
  /** What the agent tried and may not; each line once. */
  onRefusal?: (refusal: Refusal) => void;
  /** Something went wrong here that the agent's client was told as 500; each error's text once. */
  onError?: (error: unknown) => void;
};

/** A line for people, and which of the broker's doors stayed shut. */
export type Refusal = { door: 'git' | 'model' | 'egress' | 'tools'; line: string };

export type Broker = AsyncDisposable & {
  /** Tokens and model requests since the start. */
  usage(): { inputTokens: number; outputTokens: number; requests: number };
  /** Closes every connection and ends every git process; the socket's file goes. */
  stop(): Promise<void>;
};

type Doors = { git: GitDoor; model: ModelDoor; egress: EgressDoor; tools: ToolsDoor };

/** Opens a sandbox's one door out: its repository, the models, commander's tools, and the hosts that are listed. Throws `BrokerError`. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { environment = {}, resolve = lookupAll } = options;
  const onError = onceEach((error: unknown) => options.onError?.(error));
  const usage = { inputTokens: 0, outputTokens: 0, requests: 0 };
  const refusalsAt = (door: Refusal['door']) =>
    onceEach((line: string) => options.onRefusal?.({ door, line }));
  const onModelRequest = (request: ModelRequest) => {
    usage.requests += 1;
    options.onModelRequest?.(request);
  };
  const onUsage = (used: ModelUsage) => {
    usage.inputTokens += used.inputTokens;
    usage.outputTokens += used.outputTokens;
    options.onUsage?.(used);
  };
  const egress = createEgressDoor({ ...options, resolve, onRefusal: refusalsAt('egress') });
  const git = createGitDoor({ ...options, environment, onRefusal: refusalsAt('git') });
  const onQuota = (quota: QuotaUsedUp) => options.onQuota?.(quota);
  const pausedFor: PausedFor = options.pausedFor ?? (() => null);
  const watching = { onModelRequest, onQuota, onUsage, pausedFor, onRefusal: refusalsAt('model') };
  const model = await createModelDoor({ ...options, environment, ...watching });
  const tools = createToolsDoor({
    tools: options.tools ?? null,
    now: () => performance.now(),
    onRefusal: refusalsAt('tools'),
    onError,
  });
  const server = createDoorServer({ git, model, egress, tools }, onError);
  const close = await listenOnSocket(server, options.socketPath).catch(async (error: unknown) => {
    await model.stop();
    throw error;
  });
  const stop = async () => {
    await Promise.all([close(), git.stop(), model.stop()]);
  };
  return { usage: () => ({ ...usage }), stop, [Symbol.asyncDispose]: stop };
}

function createDoorServer(doors: Doors, onError: (error: unknown) => void): Server {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    route(doors, request, response).catch((error: unknown) => {
      // A client that left needs no answer, and its leaving is no fault of ours.
      if (response.destroyed || response.writableEnded) return;
      onError(error);
      answerText(response, 500, 'something went wrong in the broker');
    });
  });
  server.on('connect', (request, client, head) => {
    doors.egress.tunnel(request, client, head).catch((error: unknown) => {
      client.destroy();
      onError(error);
    });
  });
  return server;
}

function route(
  { git, model, egress, tools }: Doors,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A client that is told of the proxy, and not to leave loopback out, asks for our own pages through it.
  const url = (request.url ?? '').replace(
    /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?(?=\/(?:(?:git|llm)\/|mcp$))/,
    '',
  );
  request.url = url;
  if (url.startsWith('/git/')) return git.serve(request, response);
  if (url.startsWith('/llm/')) return model.serve(request, response);
  if (url === '/mcp') return tools.serve(request, response);
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return egress.forward(request, response);
  answerError(response, 404, { code: 'not_found', message: 'there is no such page' });
  return Promise.resolve();
}

function lookupAll(name: string) {
  return lookup(name, { all: true });
}
