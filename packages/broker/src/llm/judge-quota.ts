import { z } from 'zod';
import type { Headers } from '../passing-headers.ts';

/** Milliseconds after which the provider says it can be asked again; null when it says nothing. */
export type QuotaUsedUp = { provider: string; retryAfterMs: number | null };

export type ProviderAnswer = {
  status: number;
  headers: Headers;
  /** Its body's beginning. */
  body: string;
  /** Milliseconds since 1970. */
  now: number;
};

// Of which a model's client waits by itself.
const SHORT_WAIT_MS = 120_000;
const LONGEST_WAIT_MS = 31 * 24 * 3_600_000;
const TOO_MANY_REQUESTS = 429;
const PAYMENT_REQUIRED = 402;
// As OpenAI and those that copy it name an account without money or with a limit of its own.
const CODES = [
  'insufficient_quota',
  'billing_hard_limit_reached',
  'billing_not_active',
  'usage_limit_reached',
  'credits_exhausted',
];

/**
 * Whether an answer says that a quota is used up, unlike a rate that is too high for the moment; `retryAfterMs` is null
 * when it does not say for how long. Null for every other answer.
 */
export function judgeQuota(answer: ProviderAnswer): { retryAfterMs: number | null } | null {
  const { status } = answer;
  if (status < 400) return null;
  const details = errorSchema.parse(parsed(answer.body));
  const wait = waitOf(answer, details);
  const retryAfterMs = wait === null ? null : Math.min(Math.max(0, Math.ceil(wait)), LONGEST_WAIT_MS);
  const named = details.codes.some((code) => CODES.includes(code));
  const long = status === TOO_MANY_REQUESTS && (retryAfterMs ?? 0) > SHORT_WAIT_MS;
  return status === PAYMENT_REQUIRED || named || long ? { retryAfterMs } : null;
}

const coded = z
  .object({
    code: z.string().optional().catch(undefined),
    type: z.string().optional().catch(undefined),
  })
  .catch({});
const eventSchema = z
  .object({
    code: z.string().optional().catch(undefined),
    error: coded.optional(),
    response: z.object({ error: coded.optional() }).optional().catch(undefined),
  })
  .catch({});

/** Whether an event of a streamed answer, which began as a success, says that a quota is used up. */
export function tellsOfUsedUpQuota(event: unknown): boolean {
  // OpenAI's responses have the code in the event itself or in the response that failed, all others in `error`.
  const { code, error, response } = eventSchema.parse(event);
  const codes = [code, error?.code, error?.type, response?.error?.code];
  return codes.some((each) => each !== undefined && CODES.includes(each));
}

const word = z.union([z.string(), z.number()]).transform(String).nullish().catch(null);
/** Google's `google.rpc.RetryInfo`, among the details of an error. */
const retryInfo = z.object({ retryDelay: z.string().nullish().catch(null) }).catch({ retryDelay: null });
const noError = { codes: [] as string[], delay: null as string | null };
const errorSchema = z
  .object({
    error: z.object({ code: word, type: word, details: z.array(retryInfo).nullish().catch(null) }),
  })
  .transform(({ error }) => ({
    codes: [error.code, error.type].filter((code) => typeof code === 'string'),
    delay: error.details?.find(({ retryDelay }) => retryDelay)?.retryDelay ?? null,
  }))
  .catch(noError);

function waitOf({ headers, now }: ProviderAnswer, { delay }: { delay: string | null }): number | null {
  const header = (name: string): string => String(headers[name] ?? '').trim();
  return (
    number(header('retry-after-ms'), 1) ??
    number(header('retry-after'), 1_000) ??
    instant(header('retry-after'), now) ??
    duration(delay ?? '') ??
    resets(headers, now)
  );
}

/** The latest reset of those limits that have nothing left, as OpenAI, Anthropic and OpenRouter tell them. */
function resets(headers: Headers, now: number): number | null {
  const waits = Object.entries(headers).flatMap(([name, value]) => {
    if (!/^(?:x|anthropic)-ratelimit-/.test(name) || !/-reset(?:-|$)/.test(name)) return [];
    const left = headers[name.replace('-reset', '-remaining')];
    if (left !== undefined && Number(left) !== 0) return [];
    const text = String(value).trim();
    return [duration(text) ?? epoch(text, now) ?? instant(text, now)].filter((wait) => wait !== null);
  });
  return waits.length === 0 ? null : Math.max(...waits);
}

function number(text: string, unitMs: number): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * unitMs : null;
}

/** Seconds or milliseconds since 1970, or, when small, seconds from now. */
function epoch(text: string, now: number): number | null {
  const value = number(text, 1);
  if (value === null) return null;
  if (value > 1e11) return value - now;
  return value > 1e9 ? value * 1_000 - now : value * 1_000;
}

function instant(text: string, now: number): number | null {
  const at = /[a-z:]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at - now;
}

const UNITS_MS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/** `6m0s`, `1h2m3.5s`, `20ms`. */
function duration(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|d|h|m|s))+$/.test(text)) return null;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|d|h|m|s)/g);
  return [...parts].reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS_MS[unit] ?? 0), 0);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
