import { secondaryRateLimit } from '@opencode-commander/simulators';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SeenLimits } from '../src/index.ts';
import { readRateLimits } from '../src/read-rate-limits.ts';
import { startWorld, type World } from './world.ts';

const REPO = 'alice/web';
const ROUTE = '/repos/{owner}/{repo}';

describe('the gate', () => {
  let world: World;
  let passed: string[];
  let seen: SeenLimits[];
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(() => {
    passed = [];
    seen = [];
  });
  afterEach(() => world.simulator.clearFaults());
  afterAll(() => world[Symbol.asyncDispose]());

  const gate = {
    before: async (resource: string) => void passed.push(resource),
    after: (limits: SeenLimits) => void seen.push(limits),
  };

  it('is passed by every request, and hears what GitHub says of its limits', async () => {
    const github = world.connect({ gate });
    await github.getRepository(REPO);
    await github.getRepository(REPO);
    await github.searchRepositories('opencode-commander');
    await github.openThings(['I_none']);
    expect(passed).toEqual(['core', 'core', 'search', 'graphql']);
    expect(seen.map(({ resource }) => resource)).toEqual(passed);
    expect(seen[0]).toEqual({
      resource: 'core',
      limit: 5000,
      remaining: expect.any(Number),
      resetAt: expect.any(Number),
      retryAfterMs: null,
    });
    // What has not changed is free.
    expect(seen[1]?.remaining).toBe(seen[0]?.remaining);
  });

  it('is passed again by a repetition', async () => {
    world.simulator.fault({ method: 'GET', route: ROUTE, status: 502, times: 2 });
    await world.connect({ gate }).getRepository(REPO);
    expect(passed).toHaveLength(3);
  });

  it('is passed by all clients of an App', async () => {
    const app = world.simulator.addApp({ slug: 'commander', account: 'alice' });
    const auth = { kind: 'app', appId: app.id, privateKey: app.privateKey ?? '' } as const;
    const before = world.simulator.requests.length;
    await world.connect({ gate, auth }).getRepository(REPO);
    expect(passed).toHaveLength(world.simulator.requests.length - before);
    expect(passed).toHaveLength(3);
  });

  it('hears for how long GitHub wants to be left alone', async () => {
    world.simulator.fault({ method: 'GET', route: ROUTE, ...secondaryRateLimit(17) });
    await expect(world.connect({ gate }).getRepository(REPO)).rejects.toMatchObject({ kind: 'rate_limited' });
    expect(seen).toMatchObject([{ retryAfterMs: 17_000 }]);
  });

  it('holds requests back as a rate limit would', async () => {
    const before = world.simulator.requests.length;
    const held = Object.assign(new Error('not before noon'), { retryAfterMs: 5_000 });
    const closed = { ...gate, before: () => Promise.reject(held) };
    const github = world.connect({ gate: closed });
    const refusal = {
      name: 'GitHubError',
      kind: 'rate_limited',
      retryAfterMs: 5_000,
      message: 'not before noon',
    };
    await expect(github.getRepository(REPO)).rejects.toMatchObject(refusal);
    await expect(github.openThings(['I_none'])).rejects.toMatchObject(refusal);
    await expect(
      world.connect({ gate: closed, throttle: true }).openThings(['I_none']),
    ).rejects.toMatchObject(refusal);
    expect(world.simulator.requests.length).toBe(before);
  });

  it('passes on its own failures', async () => {
    const broken = { ...gate, before: () => Promise.reject(new Error('Redis is gone')) };
    await expect(world.connect({ gate: broken }).getRepository(REPO)).rejects.toThrow('Redis is gone');
  });

  it('does not outlive its caller', async () => {
    const stop = new AbortController();
    const shut = { ...gate, before: () => new Promise<void>(() => undefined) };
    const asked = world.connect({ gate: shut, signal: stop.signal }).getRepository(REPO);
    stop.abort(new Error('stopping'));
    await expect(asked).rejects.toThrow('stopping');
  });
});

describe('readRateLimits', () => {
  const context = { resource: 'core', now: 1_000_000 };
  const numbers = { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2000' };

  it('does not stop everything for one limit that is used up', () => {
    const headers = { ...numbers, 'x-ratelimit-resource': 'search' };
    expect(readRateLimits({ status: 403, headers, data: {} }, context)).toEqual({
      resource: 'search',
      limit: 60,
      remaining: 0,
      resetAt: 2_000_000,
      retryAfterMs: null,
    });
  });

  it('says nothing where a server has no limits', () => {
    expect(readRateLimits({ status: 200, headers: {}, data: {} }, context)).toBeNull();
    expect(readRateLimits({ status: 404, headers: {}, data: 'x' }, context)).toBeNull();
  });

  it('knows a refusal without numbers', () => {
    expect(readRateLimits({ status: 429, headers: {}, data: undefined }, context)).toMatchObject({
      remaining: null,
      retryAfterMs: 60_000,
    });
  });
});
