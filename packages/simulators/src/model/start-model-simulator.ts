import { EventEmitter, on } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type ChatRequest, type Conversation, chatRequestSchema, readConversation } from './conversation.ts';
import { chooseScript, type NextStep, nextStep } from './next-step.ts';
import type { Script } from './script.ts';
import { sendStep } from './send-step.ts';
import { errorBody } from './wire.ts';

/** One request for a completion, as it arrived. */
export type ModelRequest = {
  /** Milliseconds since 1970. */
  at: number;
  headers: IncomingHttpHeaders;
  body: ChatRequest;
  conversation: Conversation;
  /** The script that answers; null for requests without tools. */
  script: string | null;
  /** What it answers with; `refused` when the key or the model is wrong. */
  step: NextStep['step']['kind'] | 'refused';
};

export type ModelSimulatorOptions = {
  /** The first that matches a conversation answers it; without any, the default script does. */
  scripts?: readonly Script[];
  port?: number;
  host?: string;
  /** The bearer token every request needs; absent: none. */
  apiKey?: string;
  /** The models there are; others get 404 `model_not_found`. Absent: every name is a model, `scripted` is listed. */
  models?: readonly string[];
  now?: () => number;
};

export type ModelSimulator = {
  /** OpenAI-compatible base URL, ending in `/v1`. */
  url: string;
  requests: readonly ModelRequest[];
  /** The script goes before all others. */
  addScript(script: Script): void;
  /** Resolves with the first request, past or future, that `wanted` accepts. */
  untilRequest(wanted: (request: ModelRequest) => boolean, signal?: AbortSignal): Promise<ModelRequest>;
  /** Cuts every connection and closes. */
  stop(): Promise<void>;
};

/** Starts an OpenAI-compatible chat server whose brain is a list of scripts, on loopback unless `host` says otherwise. */
export async function startModelSimulator(options: ModelSimulatorOptions = {}): Promise<ModelSimulator> {
  const state: State = {
    options,
    now: options.now ?? Date.now,
    scripts: [...(options.scripts ?? [])],
    requests: [],
    failures: new Map(),
    events: new EventEmitter().setMaxListeners(0),
  };
  const app = buildApp(state);
  const address = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
  return {
    url: `${address}/v1`,
    requests: state.requests,
    addScript: (script) => state.scripts.unshift(script),
    untilRequest: (wanted, signal) => untilRequest(state, wanted, signal),
    stop: () => app.close(),
  };
}

type State = {
  options: ModelSimulatorOptions;
  now: () => number;
  scripts: Script[];
  requests: ModelRequest[];
  /** Failures per conversation and script, then per place in the script. */
  failures: Map<string, Map<number, number>>;
  events: EventEmitter;
};

const BODY_LIMIT = 64 * 1024 * 1024;

function buildApp(state: State): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, bodyLimit: BODY_LIMIT });
  app.addHook('onRequest', async (request, reply) => {
    const { apiKey } = state.options;
    if (apiKey === undefined || request.headers.authorization === `Bearer ${apiKey}`) return;
    await reply.code(401).send(errorBody(401, 'Incorrect API key provided.'));
  });
  app.get('/v1/models', () => ({
    object: 'list',
    data: (state.options.models ?? ['scripted']).map((id) => ({
      id,
      object: 'model',
      owned_by: 'simulator',
    })),
  }));
  app.post('/v1/chat/completions', (request, reply) => complete(state, request, reply));
  return app;
}

async function complete(state: State, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const parsed = chatRequestSchema.safeParse(request.body);
  if (!parsed.success) return reply.code(400).send(errorBody(400, 'The body is no chat completion request.'));
  const body = parsed.data;
  const conversation = readConversation(body);
  const seen = { at: state.now(), headers: request.headers, body, conversation };
  if (state.options.models && !state.options.models.includes(body.model)) {
    record(state, { ...seen, script: null, step: 'refused' });
    return reply.code(404).send(errorBody(404, `The model \`${body.model}\` does not exist.`));
  }
  const next = decide(state, request, conversation);
  record(state, { ...seen, script: next.script?.name ?? null, step: next.step.kind });
  const head = {
    id: `sim-${state.requests.length}`,
    model: body.model,
    createdSeconds: Math.floor(seen.at / 1000),
  };
  return sendStep({ step: next.step, conversation, head, stream: body.stream === true, reply });
}

function decide(state: State, request: FastifyRequest, conversation: Conversation): NextStep {
  const script = chooseScript(conversation, state.scripts);
  const session = request.headers['x-session-id'] ?? request.headers['x-session-affinity'] ?? '';
  const key = `${script?.name}\n${session}\n${conversation.prompt}`;
  const failures = state.failures.get(key) ?? new Map<number, number>();
  state.failures.set(key, failures);
  const next = nextStep(conversation, script, failures);
  if (next.step.kind === 'fail' || next.step.kind === 'stall') {
    failures.set(next.place, (failures.get(next.place) ?? 0) + 1);
  }
  return next;
}

function record(state: State, request: ModelRequest): void {
  state.requests.push(request);
  state.events.emit('request', request);
}

async function untilRequest(
  state: State,
  wanted: (request: ModelRequest) => boolean,
  signal?: AbortSignal,
): Promise<ModelRequest> {
  let seen = 0;
  const arrivals = on(state.events, 'request', signal ? { signal } : {});
  for (;;) {
    const found = state.requests.slice(seen).find(wanted);
    if (found) {
      await arrivals.return?.();
      return found;
    }
    seen = state.requests.length;
    await arrivals.next();
  }
}
