import type { IncomingMessage, ServerResponse } from 'node:http';
import { formatBytes } from '@opencode-commander/task';
import type { Dispatcher } from 'undici';
import { answerError } from '../answer.ts';
import { type BodyReader, createBodyReader } from '../body-reader.ts';
import type { HostEnvironment } from '../host-environment.ts';
import { openUpstream } from '../open-upstream.ts';
import { answerQuota } from './answer-quota.ts';
import { forwardCall, type ModelUsage, type Provider } from './forward-call.ts';
import { judgeModel, modelsOf } from './judge-model.ts';
import type { QuotaUsedUp } from './judge-quota.ts';
import { type FoundRoute, routeModel } from './route-model.ts';

// A model may think for many minutes before it says its first word, and between two.
const TIMEOUTS = { headersTimeout: 60 * 60_000, bodyTimeout: 0 };

const LIMITS = { maxBytes: 64 * 1024 ** 2, maxHeldBytes: 192 * 1024 ** 2 };
const TOO_LARGE = `a request may have ${formatBytes(LIMITS.maxBytes)}`;

/** `model` as the request names it. */
export type ModelRequest = { provider: string; model: string | null };

/** For how many ms more a provider is to be left alone; null when it may be asked. */
export type PausedFor = (provider: string) => number | null | Promise<number | null>;

export type ModelDoorOptions = {
  providers: Readonly<Record<string, Provider>>;
  placeholderKey: string;
  allowedModels: () => readonly string[] | null;
  environment: HostEnvironment;
  pausedFor: PausedFor;
  onModelRequest: (request: ModelRequest) => void;
  onQuota: (quota: QuotaUsedUp) => void;
  onUsage: (usage: ModelUsage) => void;
  onRefusal: (line: string) => void;
};

export type ModelDoor = {
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
  stop(): Promise<void>;
};

type Exchange = { request: IncomingMessage; response: ServerResponse };

/** A reverse proxy to the configured providers that adds their keys and counts tokens while answers stream by. */
export async function createModelDoor(options: ModelDoorOptions): Promise<ModelDoor> {
  const { providers, environment } = options;
  const bodies = createBodyReader(LIMITS);
  const dispatcher = await openUpstream(environment, TIMEOUTS);
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const route = routeModel(request.method ?? '', request.url ?? '', Object.keys(providers));
    if (route.status === 'refused') {
      return answerError(response, route.code, { code: 'not_passed_on', message: route.reason });
    }
    if (request.method === 'GET') {
      return forwardCall({ request, response, route, bytes: null, model: null }, dispatcher, options);
    }
    await serveCall(route, { request, response }, { bodies, dispatcher, options });
  };
  return { serve, stop: () => dispatcher.destroy() };
}

type Means = { bodies: BodyReader; dispatcher: Dispatcher; options: ModelDoorOptions };

async function serveCall(
  route: FoundRoute,
  exchange: Exchange,
  { bodies, dispatcher, options }: Means,
): Promise<void> {
  const { response } = exchange;
  const body = await bodies.read(exchange.request);
  try {
    if (body.status === 'too_large') {
      return answerError(response, 413, { code: 'too_large', message: TOO_LARGE });
    }
    if (body.status === 'busy') {
      return answerError(response, 429, { code: 'busy', message: 'too many requests at once: try again' });
    }
    const json = parseObject(body.bytes);
    const allowedModels = options.allowedModels();
    const question = { ...route, body: json, allowedModels };
    const model = modelsOf(question)[0] ?? null;
    options.onModelRequest({ provider: route.provider, model });
    const retryAfterMs = await options.pausedFor(route.provider);
    if (retryAfterMs !== null) return answerQuota(response, { provider: route.provider, retryAfterMs });
    const reason = judgeModel(question);
    if (reason !== null) {
      options.onRefusal(`model request refused: ${reason}`);
      return answerError(response, 403, { code: 'model_not_allowed', message: reason });
    }
    // What was judged is what is sent: a key that comes twice would be read differently elsewhere.
    const bytes = allowedModels && json ? Buffer.from(JSON.stringify(json)) : body.bytes;
    await forwardCall({ ...exchange, route, bytes, model }, dispatcher, options);
  } finally {
    bodies.release(body);
  }
}

function parseObject(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
