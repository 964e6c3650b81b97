import { setTimeout as delay } from 'node:timers/promises';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { RedisError } from '../redis/redis-error.ts';
import { limitKey, pauseKey, type RateLimits, readRateLimits, resourcesKey } from './rate-limits.ts';

/** What an answer of GitHub's said of one of its allowances. */
export type SeenLimits = {
  /** Such as `core`. */
  resource: string;
  limit: number | null;
  remaining: number | null;
  /** Unix time in ms. */
  resetAt: number | null;
  /** For how long GitHub wants to be left alone by everybody, null when it did not say. */
  retryAfterMs: number | null;
};

/** One door to GitHub for the callers of all processes. */
export type RateGate = {
  /** Waits until a request may be sent. Throws RateLimitedError when that is too long to wait here. */
  before(resource?: string): Promise<void>;
  /** What the answer said; returns at once. */
  after(seen: SeenLimits): void;
  /** For what people wait for: it is only stopped when nothing is left. */
  urgent: Pick<RateGate, 'before' | 'after'>;
  current(): Promise<RateLimits>;
};

/** How much is kept for what is urgent, and how long a caller waits. */
export type RateGateOptions = Keyspace & {
  /** The part of an allowance that is kept for what is urgent; 0.1 unless given, but at least 100 requests. */
  reserve?: number;
  /** The longest wait before a request, in ms; 30 s unless given. */
  maxWaitMs?: number;
  signal?: AbortSignal;
  /** Hears that Redis did not answer: requests are sent all the same then. */
  onError?: (error: Error) => void;
};

/** GitHub is to be left alone for longer than a request can wait. */
export class RateLimitedError extends OperatorError {
  readonly exitCode = EXIT_CODES.github;
  readonly retryable = true;
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    const seconds = Math.ceil(retryAfterMs / 1000);
    super(`GitHub's rate limit is used up: it can be asked again in ${seconds} s; nothing is lost`);
    this.retryAfterMs = retryAfterMs;
  }
}

const RESERVE = 0.1;
const MAX_WAIT_MS = 30_000;

const takeTurn = defineScript('take-turn', 2);
const noteLimits = defineScript('note-limits', 3);

const turnSchema = z.tuple([z.enum(['go', 'look_again', 'later']), z.number()]);
type Turn = z.infer<typeof turnSchema>;

/** A gate over the state that all gates of this prefix share. */
export function createRateGate(options: RateGateOptions): RateGate {
  const { onError = () => undefined } = options;
  const noting = new Set<Promise<unknown>>();
  const tell = async (work: Promise<unknown>) => {
    await work.catch((error: unknown) => onError(error instanceof Error ? error : new Error(String(error))));
  };
  const after = (seen: SeenLimits) => {
    const noted = tell(note(options, seen)).finally(() => noting.delete(noted));
    noting.add(noted);
  };
  const before = async (resource: string, urgent: boolean) => {
    // What this process was told counts for its next request.
    await Promise.all(noting);
    await waitForTurn(options, { resource, urgent, onError });
  };
  return {
    before: (resource = 'core') => before(resource, false),
    after,
    urgent: { before: (resource = 'core') => before(resource, true), after },
    current: async () => {
      await Promise.all(noting);
      return readRateLimits(options);
    },
  };
}

type Caller = { resource: string; urgent: boolean; onError: (error: Error) => void };

async function waitForTurn(options: RateGateOptions, caller: Caller): Promise<void> {
  const { signal } = options;
  for (;;) {
    const [verdict, waitMs] = await askForTurn(options, caller);
    if (verdict === 'later') throw new RateLimitedError(waitMs);
    if (waitMs > 0) await delay(waitMs, undefined, signal && { signal });
    if (verdict === 'go') return;
  }
}

/** Without Redis nobody knows better than to go. */
async function askForTurn(options: RateGateOptions, { resource, urgent, onError }: Caller): Promise<Turn> {
  const { redis, reserve = RESERVE, maxWaitMs = MAX_WAIT_MS } = options;
  const keys = [pauseKey(options), limitKey(options, resource)];
  try {
    const reply = await orRedisError(() => takeTurn(redis, keys, [urgent ? 1 : 0, reserve, maxWaitMs]));
    return turnSchema.parse(reply);
  } catch (error) {
    if (!(error instanceof RedisError)) throw error;
    onError(error);
    return ['go', 0];
  }
}

async function note(keyspace: Keyspace, seen: SeenLimits): Promise<void> {
  const { resource, limit, remaining, resetAt, retryAfterMs } = seen;
  const keys = [pauseKey(keyspace), limitKey(keyspace, resource), resourcesKey(keyspace)];
  const args = [resource, limit ?? '', remaining ?? '', resetAt ?? '', Math.ceil(retryAfterMs ?? 0)];
  await orRedisError(() => noteLimits(keyspace.redis, keys, args));
}
