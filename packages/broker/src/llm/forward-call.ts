import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Dispatcher, request as send } from 'undici';
import { answerError } from '../answer.ts';
import { answerQuota } from './answer-quota.ts';
import { judgeQuota, type QuotaUsedUp, tellsOfUsedUpQuota } from './judge-quota.ts';
import { peekBody } from './peek-body.ts';
import { type KeyExchange, requestHeaders, responseHeaders } from './provider-headers.ts';
import type { Tokens } from './read-usage.ts';
import type { FoundRoute } from './route-model.ts';
import { createUsageMeter, type UsageMeter } from './usage-meter.ts';
import { withoutKey } from './without-key.ts';

/** A model provider: its API's base URL and the real key, null when it needs none. */
export type Provider = { baseUrl: string; apiKey: string | null };

/** What one request to a model took; `model` as the request named it. */
export type ModelUsage = Tokens & { provider: string; model: string | null };

export type ModelCall = {
  request: IncomingMessage;
  response: ServerResponse;
  route: FoundRoute;
  /** Null for a GET. */
  bytes: Buffer | null;
  model: string | null;
};

type Forwarding = {
  providers: Readonly<Record<string, Provider>>;
  placeholderKey: string;
  onUsage: (usage: ModelUsage) => void;
  onQuota: (quota: QuotaUsedUp) => void;
};

/** Sends a request on to its provider and the answer back as it comes, no faster than the agent takes it. */
export async function forwardCall(
  call: ModelCall,
  dispatcher: Dispatcher,
  options: Forwarding,
): Promise<void> {
  const { request, response, route } = call;
  const provider = options.providers[route.provider];
  if (!provider) throw new TypeError(`no provider ${route.provider}`);
  const keys = { placeholder: options.placeholderKey, apiKey: provider.apiKey };
  const hungUp = new AbortController();
  response.once('close', () => hungUp.abort());
  const upstream = await send(target(provider.baseUrl, route), {
    dispatcher,
    method: request.method === 'GET' ? 'GET' : 'POST',
    headers: requestHeaders(request.headers, keys),
    body: call.bytes,
    signal: hungUp.signal,
  }).catch((error: unknown) => unreachable(response, route.provider, error));
  if (!upstream) return;
  if (upstream.statusCode >= 300 && upstream.statusCode < 400) {
    upstream.body.on('error', () => undefined).destroy();
    const message = `${route.provider} answered with a redirect (${upstream.statusCode}), which is not followed`;
    return answerError(response, 502, { code: 'redirect', message });
  }
  const peeked = await peek(call, upstream);
  const quota = judgeQuota({ ...peeked, headers: upstream.headers, now: Date.now() });
  if (quota) {
    upstream.body.on('error', () => undefined).destroy();
    options.onQuota({ provider: route.provider, ...quota });
    return answerQuota(response, { provider: route.provider, ...quota });
  }
  await pass(call, { upstream, body: peeked.rest, keys, ...options });
}

// An error's body is small; of a larger one its beginning is judged.
const JUDGED_BYTES = 64 * 1024;

type Peeked = { status: number; body: string; rest: AsyncIterable<Buffer> };

/** Looks only at answers to questions, and only at errors. */
async function peek({ bytes }: ModelCall, upstream: Dispatcher.ResponseData): Promise<Peeked> {
  const status = bytes === null ? 0 : upstream.statusCode;
  if (status < 400) return { status, body: '', rest: upstream.body };
  const { beginning, body } = await peekBody(upstream.body, JUDGED_BYTES);
  return { status, body: beginning.toString('utf8'), rest: body };
}

type Passing = {
  upstream: Dispatcher.ResponseData;
  body: AsyncIterable<Buffer>;
  keys: KeyExchange;
} & Pick<Forwarding, 'onUsage' | 'onQuota'>;

async function pass(
  { response, route, bytes, model }: ModelCall,
  { upstream, body, keys, onUsage, onQuota }: Passing,
): Promise<void> {
  const meter = createUsageMeter(String(upstream.headers['content-type'] ?? ''), (event) => {
    if (tellsOfUsedUpQuota(event)) onQuota({ provider: route.provider, retryAfterMs: null });
  });
  for (const [name, value] of responseHeaders(upstream.headers, keys)) response.setHeader(name, value);
  response.writeHead(upstream.statusCode);
  response.flushHeaders();
  try {
    const passing = (chunks: AsyncIterable<Buffer>) => withoutKey(counted(chunks, meter), keys.apiKey);
    await pipeline(body, passing, response);
  } finally {
    if (bytes) onUsage({ provider: route.provider, model, ...meter.total() });
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, meter: UsageMeter): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    meter.push(chunk);
    yield chunk;
  }
}

function target(baseUrl: string, { path, query }: FoundRoute): string {
  const base = new URL(baseUrl);
  return `${base.origin}${base.pathname.replace(/\/+$/, '')}${path}${query}`;
}

/** Answers 502 unless it was the agent that went away. */
function unreachable(response: ServerResponse, provider: string, error: unknown): null {
  if (response.destroyed) return null;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  const message = `the model provider ${provider} could not be reached${code}`;
  answerError(response, 502, { code: 'unreachable', message });
  return null;
}
