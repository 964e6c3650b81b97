import { AgentError } from '@opencode-commander/agent';
import { GitError } from '@opencode-commander/broker';
import { GitHubError } from '@opencode-commander/github';
import { PodmanError } from '@opencode-commander/sandbox';
import { STATUSES, type TaskEvent } from '@opencode-commander/task';
import { describe, expect, it } from 'vitest';
import { textFromFiles } from '../src/describe-work.ts';
import { failureOf } from '../src/failure-of.ts';
import { lastLines } from '../src/last-lines.ts';
import { parseQuarantineName, quarantineName } from '../src/quarantine-name.ts';
import { isOrphan } from '../src/reap-sandboxes.ts';
import { refusePoison } from '../src/refuse-poison.ts';
import { runTimeout, withDeadline } from '../src/run-deadline.ts';
import { TaskFailure } from '../src/task-failure.ts';

const at = '2026-01-01T00:00:00.000Z';

describe('failureOf', () => {
  it.each([
    [new TaskFailure('no_work', 'nothing'), 'no_work'],
    [new AgentError('quota', { kind: 'model' }), 'model'],
    [new AgentError('lost'), 'agent'],
    [new PodmanError('no socket'), 'container'],
    [new GitHubError('401', { kind: 'unauthorized' }), 'github'],
    [new GitError('unreachable', 'gone'), 'github'],
  ])('%s is %s, in its own words', (error, kind) => {
    expect(failureOf(error)).toEqual({ kind, message: error.message });
  });

  it('lends no words of an unexpected error to the issue', () => {
    expect(failureOf(new Error('secret path /root/.ssh'))).toEqual({
      kind: 'internal',
      message: 'an unexpected error in commander: see its log',
    });
  });
});

describe('lastLines', () => {
  const events: TaskEvent[] = [
    { type: 'status', at, status: 'running', message: 'x' },
    { type: 'agent_text', at, text: 'one\ntwo' },
    { type: 'tool', at, callId: '1', tool: 'bash', state: 'running', title: 'ls', output: '' },
    { type: 'tool', at, callId: '1', tool: 'bash', state: 'error', title: 'ls', output: 'no\nsuch file' },
    { type: 'service', at, level: 'warn', message: 'refused' },
  ];

  it('tells what the agent, its tools and the services said last', () => {
    expect(lastLines(events, 4)).toEqual(['bash: ls', 'no', 'such file', 'refused']);
    expect(lastLines(events, 99)).toHaveLength(6);
    expect(lastLines([], 4)).toEqual([]);
  });
});

describe('isOrphan', () => {
  it('keeps a container only while its own run is under way', () => {
    const kept = STATUSES.filter((status) => !isOrphan({ epoch: 2 }, { status, epoch: 2 }));
    expect(kept).toEqual(['dispatched', 'running', 'waiting_human']);
    expect(isOrphan({ epoch: 1 }, { status: 'running', epoch: 2 })).toBe(true);
    expect(isOrphan({ epoch: 1 }, null)).toBe(true);
  });
});

describe('refusePoison', () => {
  it('ends a task at its third crash', () => {
    expect(() => refusePoison({ crashes: 2 })).not.toThrow();
    expect(() => refusePoison({ crashes: 3 })).toThrow(/died 3 times/);
  });
});

describe('the name of a quarantine', () => {
  it('tells whose it is', () => {
    const owner = { taskId: '12-a1b2c3', epoch: 7 };
    expect(parseQuarantineName(quarantineName(owner))).toEqual(owner);
    expect(['12-a1b2c3.git', '../x.1.git', 'a.1.git', ''].map(parseQuarantineName)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('a run’s deadline', () => {
  const timeouts = { criticalMs: 4, highMs: 3, mediumMs: 2, lowMs: 1 };

  it('depends on the priority', () => {
    expect(
      (['critical', 'high', 'medium', 'low'] as const).map((each) => runTimeout(timeouts, each)),
    ).toEqual([4, 3, 2, 1]);
  });

  it('aborts with a failure of its own, or with the reason it was given before', async () => {
    const late = withDeadline(new AbortController().signal, 1);
    await new Promise((resolve) => late.addEventListener('abort', resolve));
    expect(late.reason).toMatchObject({ kind: 'timeout' });
    const stop = new AbortController();
    const early = withDeadline(stop.signal, 60_000);
    stop.abort('shutdown');
    expect(early.reason).toBe('shutdown');
  });
});

describe('textFromFiles', () => {
  it('describes work that the agent did not describe', () => {
    const files = Array.from({ length: 52 }, (_, i) => ({ path: `f${i}` }));
    const text = textFromFiles('  Fix it  ', { commits: 1, files });
    expect(text.title).toBe('Fix it');
    expect(text.body.split('\n')).toHaveLength(51);
    expect(text.body).toMatch(/- and 2 more$/);
    expect(text.summary).toBe('1 commit, 52 changed files');
  });
});
