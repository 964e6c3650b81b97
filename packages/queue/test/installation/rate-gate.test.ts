import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { expect, inject, test } from 'vitest';
import { createRateGate, RateLimitedError, type SeenLimits } from '../../src/installation/rate-gate.ts';
import { startPrefix } from '../a-prefix.ts';
import { startRedis, state } from '../a-redis.ts';
import { Collected } from '../an-event.ts';

/** An answer that leaves so many of 5000 requests for the next so many milliseconds. */
function seen(remaining: number, leftMs: number, changes: Partial<SeenLimits> = {}): SeenLimits {
  const resetAt = Math.round((Date.now() + leftMs) / 1000) * 1000;
  return { resource: 'core', limit: 5_000, remaining, resetAt, retryAfterMs: null, ...changes };
}

async function took(work: Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work;
  return performance.now() - begun;
}

test('nothing is known: everybody goes', async () => {
  await using own = startPrefix();
  const gate = createRateGate({ ...own, maxWaitMs: 0 });
  await Promise.all(Array.from({ length: 20 }, () => gate.before()));
  expect(await gate.current()).toEqual({ pausedUntil: null, limits: [] });
});

test('of one window the lowest rest counts, in whatever order answers come; a new window begins afresh', async () => {
  await using own = startPrefix();
  const gate = createRateGate(own);
  const at = seen(900, 1_800_000);
  for (const remaining of [900, 700, 800]) gate.after({ ...at, remaining });
  gate.after({ ...at, remaining: 0, resetAt: (at.resetAt ?? 0) - 3_600_000 });
  gate.after({ ...at, resource: 'search', limit: 30, remaining: 29 });
  gate.after({ ...at, resource: 'graphql', remaining: null });
  expect((await gate.current()).limits).toEqual([
    { resource: 'core', limit: 5_000, remaining: 700, resetAt: at.resetAt },
    { resource: 'search', limit: 30, remaining: 29, resetAt: at.resetAt },
  ]);
  const next = (at.resetAt ?? 0) + 3_600_000;
  gate.after({ ...at, remaining: 4_999, resetAt: next });
  expect((await gate.current()).limits[0]).toMatchObject({ remaining: 4_999, resetAt: next });
});

test('below the reserve callers are spaced over the rest of the window, the urgent are not', async () => {
  await using own = startPrefix();
  // 400 requests for 40 s: one every 100 ms.
  const gate = createRateGate(own);
  gate.after(seen(400, 40_000));
  const spaced = await took(Promise.all([gate.before(), gate.before(), gate.before(), gate.before()]));
  expect(spaced).toBeGreaterThan(280);
  const urgent = createRateGate({ ...own, maxWaitMs: 0 }).urgent;
  await Promise.all([urgent.before(), urgent.before()]);
  // Another allowance is none of this one's business.
  await createRateGate({ ...own, maxWaitMs: 0 }).before('search');
});

test('above the reserve nobody waits', async () => {
  await using own = startPrefix();
  const gate = createRateGate({ ...own, maxWaitMs: 0 });
  gate.after(seen(501, 1_800_000));
  await Promise.all([gate.before(), gate.before()]);
});

test('a small allowance keeps half of it in reserve at most', async () => {
  await using own = startPrefix();
  const gate = createRateGate({ ...own, maxWaitMs: 0 });
  gate.after(seen(15, 60_000, { resource: 'search', limit: 30 }));
  await gate.before('search');
  await gate.before('search');
  gate.after(seen(14, 60_000, { resource: 'search', limit: 30 }));
  await gate.before('search');
  await expect(gate.before('search')).rejects.toThrow(RateLimitedError);
});

test('a wait that is too long is an error that says for how long, and takes no turn', async () => {
  await using own = startPrefix();
  const gate = createRateGate({ ...own, maxWaitMs: 1_000 });
  gate.after(seen(0, 1_800_000));
  for (const caller of [gate, gate.urgent]) {
    const error: unknown = await caller.before().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('nothing is lost') });
    expect((error as RateLimitedError).retryAfterMs).toBeGreaterThan(1_700_000);
  }
});

test('a clock far off does not hold anybody for longer than a window', async () => {
  await using own = startPrefix();
  const gate = createRateGate(own);
  gate.after(seen(0, 10 * 3_600_000));
  const error: unknown = await gate.before().catch((thrown: unknown) => thrown);
  expect((error as RateLimitedError).retryAfterMs).toBeLessThanOrEqual(3_600_000);
  // One that lies in the past is over.
  const other = createRateGate({ ...own, maxWaitMs: 0 });
  other.after(seen(0, -3_600_000, { resource: 'search' }));
  await other.before('search');
});

test('retry-after stops everybody, whatever they ask for; then they go', async () => {
  await using own = startPrefix();
  const gate = createRateGate(own);
  gate.after({ resource: 'search', limit: null, remaining: null, resetAt: null, retryAfterMs: 400 });
  gate.after({ resource: 'search', limit: null, remaining: null, resetAt: null, retryAfterMs: 50 });
  expect((await gate.current()).pausedUntil).toBeGreaterThan(Date.now());
  const waits = [gate.before(), gate.urgent.before('graphql'), createRateGate(own).before()];
  expect(await took(Promise.all(waits))).toBeGreaterThan(300);
  expect((await gate.current()).pausedUntil).toBeNull();
});

test('two processes share one allowance and one pause', async () => {
  await using own = startPrefix();
  const gate = createRateGate(own);
  const program = fileURLToPath(new URL('../pass-gate.ts', import.meta.url));
  const processes = [0, 1].map(() => {
    const child = spawn(process.execPath, ['--import', 'tsx', program, inject('redisSocket'), own.prefix], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'] },
    });
    const lines = new Collected<string>();
    createInterface({ input: child.stdout }).on('line', (line) => lines.add(line));
    return { child, lines, exited: once(child, 'exit') };
  });
  try {
    await Promise.all(processes.map(({ lines }) => lines.until(1)));
    gate.after(seen(400, 40_000));
    await gate.current();
    // Each asks five times: ten turns are nine gaps of about 100 ms, and would be four if they did not share.
    for (const { child } of processes) child.stdin.write('go\n');
    const all = (await Promise.all(processes.map(({ lines }) => lines.until(6)))).flatMap((lines) =>
      lines.slice(1).map(Number),
    );
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(700);
    gate.after({ resource: 'core', limit: null, remaining: null, resetAt: null, retryAfterMs: 60_000 });
    await gate.current();
    for (const { child } of processes) child.stdin.write('go\n');
    for (const { lines } of processes) expect((await lines.until(7))[6]).toBe('RateLimitedError');
  } finally {
    for (const { child, exited } of processes) {
      child.stdin.end();
      await exited;
    }
  }
}, 30_000);

test('without Redis everybody goes, and it is told', async () => {
  const server = await startRedis();
  const redis = new Redis({ path: server.socket, retryStrategy: () => null, maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  await state(redis, 'ready');
  const errors: string[] = [];
  const gate = createRateGate({ redis, prefix: 'gone', onError: ({ name }) => errors.push(name) });
  const closed = state(redis, 'close');
  await server[Symbol.asyncDispose]();
  await closed;
  gate.after(seen(0, 60_000));
  await gate.before();
  expect(errors).toEqual(['RedisError', 'RedisError']);
  redis.disconnect();
});

test('waiting ends with the signal', async () => {
  await using own = startPrefix();
  const end = new AbortController();
  const gate = createRateGate({ ...own, signal: end.signal });
  gate.after({ resource: 'core', limit: null, remaining: null, resetAt: null, retryAfterMs: 20_000 });
  const waiting = expect(gate.before()).rejects.toThrow();
  setImmediate(() => end.abort());
  await waiting;
});
