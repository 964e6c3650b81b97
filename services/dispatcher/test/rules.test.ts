import { CorruptTaskError, JobInterrupted, RedisError, StaleEpochError } from '@opencode-commander/queue';
import { newTask, STATUSES, type Task } from '@opencode-commander/task';
import { describe, expect, it } from 'vitest';
import { type Ask, LetGo } from '../src/let-go.ts';
import { rootOf } from '../src/open/directories.ts';
import { fateOf } from '../src/open/fate.ts';
import { askOf } from '../src/people/ask-of.ts';
import { reviewReplies } from '../src/publish/publish-follow-up.ts';
import { judgeBudget } from '../src/supervise/judge-budget.ts';
import { TaskFailure } from '../src/task-failure.ts';
import { needsQuarantine } from '../src/watch/find-quarantines.ts';
import { needsSession } from '../src/watch/find-sessions.ts';
import { hasGoneCold } from '../src/watch/stop-cold-sandboxes.ts';

const at = '2026-01-01T00:00:00.000Z';
const issue = { repoId: 7, repo: 'acme/web', number: 1, title: 't', body: 'b', labels: [], url: 'u' };
const task = newTask({ issue, host: 'github.com', now: new Date(at) });
const ask: Ask = { kind: 'permission', requestId: 'r', permission: 'edit', patterns: [] };
const asked = { ...ask, number: 1, askedAt: at, deadline: at } as const;

describe('what becomes of a container', () => {
  const waitsFor = { kind: 'repository', limit: 1 } as const;

  it.each([
    [new LetGo({ why: 'asked', ask }), 'leave'],
    [new LetGo({ why: 'preempted' }), 'stop'],
    [new LetGo({ why: 'waits', waitsFor, forMs: 0, message: '' }), 'stop'],
    [new LetGo({ why: 'taken' }), 'yield'],
    [new JobInterrupted('shutdown'), 'leave'],
    [new JobInterrupted('lock_lost'), 'yield'],
    [new StaleEpochError({ id: task.id, epoch: 1, current: 2 }), 'yield'],
    [new RedisError('away'), 'yield'],
    [new CorruptTaskError(task.id, 'key', null), 'remove'],
    [new TaskFailure('no_work', 'nothing'), 'remove'],
    [new Error('?'), 'remove'],
  ])('after %s: %s', (error, fate) => {
    expect(fateOf(error)).toBe(fate);
  });

  it('is stopped when nobody answers for long, or takes the task up, and no other is', () => {
    const waiting = { status: 'waiting_human', containerId: 'c', question: asked, updatedAt: at } as const;
    const warmth = { containerId: 'c', keepWarmMs: 1_000 };
    expect(hasGoneCold(waiting, { ...warmth, nowMs: Date.parse(at) + 999 })).toBe(false);
    expect(hasGoneCold(waiting, { ...warmth, nowMs: Date.parse(at) + 1_000 })).toBe(true);
    const late = { ...warmth, nowMs: Date.parse(at) + 9_000 };
    expect(hasGoneCold({ ...waiting, containerId: 'd' }, late)).toBe(false);
    const left = { ...waiting, status: 'queued', question: null } as const;
    expect(hasGoneCold(left, { ...warmth, nowMs: Date.parse(at) + 999 })).toBe(false);
    expect(hasGoneCold(left, late)).toBe(true);
    for (const status of ['dispatched', 'running'] as const)
      expect(hasGoneCold({ ...waiting, status }, late)).toBe(false);
    expect(hasGoneCold(null, late)).toBe(false);
  });
});

describe('leftovers', () => {
  it('are no quarantines of tasks that somebody may take up', () => {
    const kept = (epoch: number, sandboxes: readonly number[]) =>
      STATUSES.filter((status) => needsQuarantine({ status }, { epoch, sandboxes }));
    const open = ['queued', 'dispatched', 'running', 'waiting_human'];
    expect(kept(1, [1])).toEqual(open);
    expect(kept(1, [1, 2])).toEqual(open);
    expect(kept(1, [])).toEqual(open);
    expect(kept(2, [1])).toEqual(open);
    // A newer one has taken over.
    expect(kept(1, [2])).toEqual([]);
    expect(needsQuarantine(null, { epoch: 1, sandboxes: [1] })).toBe(false);
  });

  it('are no sessions of pull requests that are open', () => {
    const pull = (state: 'open' | 'merged' | 'closed') => ({ number: 1, nodeId: 'n', state });
    expect(needsSession({ status: 'completed', pull: pull('open') })).toBe(true);
    expect(needsSession({ status: 'completed', pull: pull('merged') })).toBe(false);
    expect(needsSession({ status: 'cancelled', pull: pull('open') })).toBe(false);
    expect(needsSession({ status: 'running', pull: null })).toBe(true);
    expect(needsSession(null)).toBe(false);
  });

  it('belong to the task that the branch is named after', () => {
    expect(rootOf(task)).toBe(task.id);
  });
});

describe('judgeBudget', () => {
  const limits = { taskUsd: 1, repoDayUsd: 10, dayUsd: 20 };
  const spent = (repo: number, total: number) => ({ total, byRepo: new Map([[7, repo]]) });
  const costing = (costUsd: number): Task => ({ ...task, usage: { ...task.usage, costUsd } });

  it.each([
    [0.7, 0, 0, 'fine', null],
    [0.8, 0, 0, 'warn', 'task'],
    [1, 0, 0, 'exhausted', 'task'],
    [0.9, 10, 10, 'exhausted', 'repo_day'],
    [0.1, 1, 16, 'warn', 'day'],
    [0.1, 1, 20, 'exhausted', 'day'],
  ] as const)(
    '$%s of the task, $%s of the repository, $%s of all: %s %s',
    (cost, repo, total, status, scope) => {
      const state = judgeBudget(costing(cost), { limits, spent: spent(repo, total) });
      expect(state).toMatchObject(scope === null ? { status } : { status, scope });
    },
  );

  it('lets a task go on past every budget by what it was granted', () => {
    const granted = { ...costing(1), grants: [{ by: 'comment:1', usd: 5 }] };
    expect(judgeBudget(granted, { limits, spent: spent(10, 19) }).status).toBe('fine');
    expect(judgeBudget(granted, { limits, spent: spent(15, 19) }).status).toBe('exhausted');
  });

  it('knows no limit that is not set', () => {
    const none = { taskUsd: null, repoDayUsd: null, dayUsd: null };
    expect(judgeBudget(costing(1e6), { limits: none, spent: spent(1e6, 1e6) })).toEqual({ status: 'fine' });
  });
});

describe('what an agent says', () => {
  it('to a review is harmless, and never nothing', () => {
    const replies = [
      { comment_id: 1, reply: 'See #2, @maria<!-- hidden -->' },
      { comment_id: 9, reply: 'To nobody.' },
    ];
    expect(reviewReplies([{ id: 1 }, { id: 2 }], { replies }, 'abcdef0123')).toEqual([
      { commentId: 1, body: 'See #\u20602, @\u2060maria' },
      { commentId: 2, body: 'Done in abcdef0.' },
    ]);
  });

  it('in a question is cut to a size', () => {
    const long = 'x'.repeat(9_000);
    const option = { label: long, description: long };
    const question = {
      question: long,
      header: long,
      options: Array.from({ length: 99 }, () => option),
      multiple: true,
      custom: true,
    };
    const cut = askOf({
      type: 'question',
      requestId: 'r',
      questions: Array.from({ length: 99 }, () => question),
    });
    expect(JSON.stringify(cut).length).toBeLessThan(1_000_000);
    expect(cut).toMatchObject({ kind: 'question', requestId: 'r' });
  });
});
