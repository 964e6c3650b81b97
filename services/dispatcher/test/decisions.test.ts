import { AgentError } from '@opencode-commander/agent';
import { GitError } from '@opencode-commander/broker';
import { GitHubError } from '@opencode-commander/github';
import { PodmanError } from '@opencode-commander/sandbox';
import type { TaskEvent } from '@opencode-commander/task';
import { describe, expect, it } from 'vitest';
import { refusePoison } from '../src/claim/refuse-poison.ts';
import { failureOf } from '../src/conclude/failure-of.ts';
import { lastLines } from '../src/conclude/last-lines.ts';
import { parseQuarantineName, quarantineName } from '../src/open/quarantine-name.ts';
import { textFromFiles } from '../src/publish/describe-work.ts';
import { overdue, runTimeout } from '../src/supervise/run-deadline.ts';
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
    [new GitError('moved', 'elsewhere'), 'branch_moved'],
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

  it('counts the work of all runs', () => {
    expect(overdue({ workedMs: 2, priority: 'high' }, timeouts)).toBeNull();
    expect(overdue({ workedMs: 3, priority: 'high' }, timeouts)).toMatchObject({ kind: 'timeout' });
    expect(overdue({ workedMs: 3, priority: 'critical' }, timeouts)).toBeNull();
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
