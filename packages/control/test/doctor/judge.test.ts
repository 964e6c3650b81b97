import type { RedisHealth } from '@opencode-commander/queue';
import { newTask, type Task } from '@opencode-commander/task';
import { describe, expect, test } from 'vitest';
import type { DispatcherView } from '../../src/dispatcher-view.ts';
import { judgeDispatchers } from '../../src/doctor/judge-dispatchers.ts';
import {
  judgeOutbox,
  judgePauses,
  judgeQuestions,
  judgeQuotas,
  judgeRateLimits,
} from '../../src/doctor/judge-holdups.ts';
import { judgeProcesses } from '../../src/doctor/judge-processes.ts';
import { judgeRedis } from '../../src/doctor/judge-redis.ts';
import type { ProcessView } from '../../src/process-view.ts';

const NOW = new Date('2026-01-02T00:00:00.000Z');
const SOON = Date.parse('2026-01-02T01:00:00.000Z');

const lines = (findings: readonly { ok: boolean; line: string; advice: string | null }[]) =>
  findings.map(({ ok, line, advice }) => `${ok ? 'ok' : 'wrong'}: ${line}${advice ? ` → ${advice}` : ''}`);

describe('Redis', () => {
  const health: RedisHealth = {
    ...{ version: '7.0.15', keeps: 'kept', cannotSave: false, eviction: 'noeviction' },
    ...{ usedBytes: 12_000_000, maxBytes: null },
  };

  test('that is well', () => {
    expect(lines(judgeRedis(health, false))).toEqual(['ok: 7.0.15, keeps its data, holds 12 MB']);
    expect(judgeRedis({ ...health, keeps: 'volatile' }, true)).toMatchObject([{ ok: true }]);
    expect(judgeRedis({ ...health, keeps: 'unknown', version: '8.2' }, false)).toMatchObject([{ ok: true }]);
  });

  test.each([
    [{ keeps: 'volatile' }, 'keeps nothing on disk'],
    [{ version: '6.0.16' }, 'version 6.0.16 is too old'],
    [{ cannotSave: true }, 'could not write its data'],
    [{ eviction: 'allkeys-lru' }, 'may evict keys (allkeys-lru)'],
    [{ maxBytes: 14_000_000 }, 'holds 12 MB of the 14 MB'],
  ] as const)('%o is wrong', (changes, words) => {
    expect(judgeRedis({ ...health, ...changes }, false)).toMatchObject([
      { ok: false, line: expect.stringContaining(words), advice: expect.stringMatching(/\w/) },
    ]);
  });
});

describe('dispatchers', () => {
  const one: DispatcherView = {
    ...{ host: 'ant', pid: 7, started_at: 'S', last_seen: 'L', alive: true },
    ...{ slots: 4, running: ['1-abcdef'], refuses: null },
  };

  test('that work', () => {
    expect(lines(judgeDispatchers([one], 3))).toEqual(['ok: ant works on 1 of at most 4 tasks']);
    expect(judgeDispatchers([], 0)).toMatchObject([{ ok: true }]);
  });

  test('that were stopped in order are not missed', () => {
    const stopped = { ...one, alive: false, slots: 0, running: [], refuses: 'it has stopped' };
    expect(lines(judgeDispatchers([one, stopped], 0))).toEqual(['ok: ant works on 1 of at most 4 tasks']);
    expect(judgeDispatchers([stopped], 0)).toMatchObject([{ ok: true }]);
  });

  test.each([
    [[], 2, ['wrong: none is alive, and 2 tasks wait for one → start one with commander up']],
    [
      [{ ...one, refuses: 'its disk is full' }],
      0,
      ['wrong: ant takes no new tasks: its disk is full → see to it on ant: commander doctor there'],
    ],
    [
      [one, { ...one, host: 'bee', alive: false }],
      0,
      [
        'wrong: that on bee (process 7) was last heard of at L, over 1-abcdef → start it again on bee: it takes up its tasks, which others do after a while',
      ],
    ],
  ])('%o with %i queued', (seen, queued, said) => {
    expect(lines(judgeDispatchers(seen, queued))).toEqual(said);
  });
});

describe('processes', () => {
  const poller: ProcessView = {
    ...{ service: 'poller', host: 'ant', pid: 7, version: '1', started_at: 'S', last_seen: 'L' },
    ...{ alive: true, problems: [] },
  };
  const gateway: ProcessView = { ...poller, service: 'mcp-gateway' };

  test('that are well, or nobody misses', () => {
    expect(lines(judgeProcesses([poller, gateway]))).toEqual(['ok: all 2 are well']);
    expect(judgeProcesses([])).toMatchObject([{ ok: true }]);
    // Their own registry tells of those.
    expect(judgeProcesses([poller, { ...poller, service: 'dispatcher', alive: false }])).toMatchObject([
      { ok: true },
    ]);
  });

  test.each([
    [[gateway], /no poller is alive/],
    [[poller, { ...gateway, alive: false }], /the mcp-gateway on ant \(process 7\) was last heard of at L/],
    [[{ ...poller, problems: ['github: no answer'] }], /the poller on ant: github: no answer/],
  ])('%o', (seen, line) => {
    expect(judgeProcesses(seen)).toMatchObject([{ ok: false, line: expect.stringMatching(line) }]);
  });
});

test('limits of GitHub', () => {
  const limit = { resource: 'core', limit: 5_000, remaining: 4_000, resetAt: SOON };
  expect(judgeRateLimits({ pausedUntil: null, limits: [limit] })).toMatchObject([{ ok: true }]);
  expect(lines(judgeRateLimits({ pausedUntil: SOON, limits: [{ ...limit, remaining: 499 }] }))).toEqual([
    'wrong: GitHub wants to be left alone until 2026-01-02T01:00:00.000Z → wait: nothing is lost meanwhile',
    "wrong: of GitHub's 5000 requests (core) 499 are left → they come back at 2026-01-02T01:00:00.000Z; a longer github.poll_interval needs fewer",
  ]);
});

test('writes that were given up', () => {
  expect(judgeOutbox({ waiting: 3, dead: 0 })).toMatchObject([{ ok: true }]);
  expect(judgeOutbox({ waiting: 0, dead: 2 })).toMatchObject([
    { ok: false, line: '2 writes to GitHub were given up' },
  ]);
});

test('what is paused, with how it is resumed', () => {
  const word = { by: 'maria', since: NOW.toISOString(), reason: 'an incident', preempts: false };
  expect(judgePauses([])).toMatchObject([{ ok: true }]);
  const paused = judgePauses([
    { ...word, scope: { of: 'all' } },
    {
      ...word,
      by: null,
      since: null,
      reason: null,
      scope: { of: 'repository', repoId: 7, name: 'acme/web' },
    },
    { ...word, scope: { of: 'provider', name: 'anthropic' } },
  ]);
  expect(paused.map(({ advice }) => advice)).toEqual([
    'commander resume',
    'commander resume --repo acme/web',
    'commander resume --provider anthropic',
  ]);
  expect(paused[0]?.line).toBe('everything is paused by maria since 2026-01-02T00:00:00.000Z: an incident');
  expect(paused[1]?.line).toBe('acme/web is paused');
});

test('providers out of quota', () => {
  expect(judgeQuotas([])).toMatchObject([{ ok: true }]);
  const [finding] = judgeQuotas([{ provider: 'anthropic', forMs: 1, untilMs: SOON }]);
  expect(finding).toMatchObject({
    ok: false,
    line: expect.stringContaining('anthropic is out of quota until'),
  });
});

test('tasks that have waited for people for longer than a day', () => {
  const issue = {
    repoId: 7,
    repo: 'acme/web',
    number: 1,
    title: 't',
    body: '',
    labels: [],
    url: 'https://x',
  };
  const asked = (askedAt: string): Task => ({
    ...newTask({ issue, host: 'github.com', now: NOW }),
    question: { number: 1, kind: 'budget', scope: 'task', spentUsd: 1, limitUsd: 1, askedAt, deadline: 'D' },
  });
  const [late, early] = [asked('2026-01-01T00:00:00.000Z'), asked('2026-01-01T00:00:01.000Z')];
  expect(judgeQuestions([early], NOW)).toMatchObject([{ ok: true }]);
  expect(lines(judgeQuestions([late, early], NOW))).toEqual([
    `wrong: task ${late.id} has waited 24 h for an answer, and fails at D → answer at https://x, or with commander answer ${late.id}`,
  ]);
});
