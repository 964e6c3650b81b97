import { expect, it } from 'vitest';
import {
  budgetWarning,
  followUpResultComment,
  statusComment,
  statusReply,
  type WaitsFor,
} from '../../src/index.ts';
import { aTask } from '../a-task.ts';

it('shows what the agent is at, and where to look', () => {
  const task = aTask({
    status: 'running',
    prUrl: 'https://github.com/acme/web/pull/13',
    checklist: [
      { text: 'Read\n@all', done: true },
      { text: 'Write [x](y)', done: false },
    ],
  });
  expect(statusComment(task, { position: null })).toBe(
    [
      '**Working on it**',
      '',
      'Task `12-a1b2c3` · medium priority',
      'Branch `agent/12-a1b2c3`',
      '[pull request](https://github.com/acme/web/pull/13)',
      '',
      '- [x] Read @\u2060all',
      '- [ ] Write \\[x\\](y)',
      '',
    ].join('\n'),
  );
});

it('shows what the agent said of its progress as a quote that notifies nobody', () => {
  const progress = { note: 'Half done, @maria\n# see <!-- x --> #12' };
  const comment = statusComment(aTask({ status: 'running', progress }), { position: null });
  expect(comment).toContain('\n> Half done, @\u2060maria # see #\u206012\n');
  expect(statusComment(aTask({ status: 'completed', progress }), { position: null })).not.toContain('Half');
});

it.each([
  ['entered', 'In the dev shell of `flake.nix`'],
  ['no_nix', "Not in the dev shell of `flake.nix`: the agent's image has no nix"],
  ['failed', "Not in the dev shell of `flake.nix`: nix could not make it, see the task's log"],
  ['too_slow', 'Not in the dev shell of `flake.nix`: nix took longer than `timeouts.dev_shell`'],
] as const)('says of a dev shell that is %s', (devShell, line) => {
  const shown = statusComment(aTask({ status: 'running', devShell }), { position: null });
  expect(shown.split('\n')).toContain(line);
  expect(statusComment(aTask({ status: 'completed', devShell }), { position: null })).not.toContain('flake');
});

it('counts the steps that are too many to list', () => {
  const checklist = Array.from({ length: 25 }, (_, i) => ({ text: `step ${i}`, done: false }));
  expect(statusComment(aTask({ status: 'running', checklist }), { position: null })).toContain(
    '- … and 15 more',
  );
});

it.each<[WaitsFor, string]>([
  [
    { kind: 'dependencies', issues: ['a/b#1', 'c/d#2'], cycle: false },
    '**Queued**: waits for a/b#\u20601, c/d#\u20602',
  ],
  [
    { kind: 'dependencies', issues: ['a/b#1'], cycle: true },
    '**Queued**: waits for itself by way of a/b#\u20601',
  ],
  [
    { kind: 'provider', provider: 'anthropic', until: '2026-01-01T10:00:00.000Z' },
    '**Queued**: anthropic is out of quota until 2026-01-01 10:00 UTC',
  ],
  [{ kind: 'pause', of: 'all', name: null, reason: null }, '**Queued**: everything is paused'],
  [
    { kind: 'pause', of: 'repository', name: 'a/b', reason: 'ask @maria\nfirst' },
    '**Queued**: a/b is paused: ask @\u2060maria first',
  ],
  [{ kind: 'repository', limit: 1 }, '**Queued**: 1 task of this repository already runs'],
  [
    { kind: 'host', host: 'ant', reason: 'Podman has no image\n[a](b)' },
    '**Queued**: ant cannot run it at present: Podman has no image \\[a\\](b)',
  ],
])('says why a task waits', (waitsFor, line) => {
  expect(statusComment(aTask({ waitsFor }), { position: 3 }).split('\n')[0]).toBe(line);
});

it('says what became of the pull request', () => {
  const first = (state: 'open' | 'merged' | 'closed') =>
    statusComment(aTask({ status: 'completed', prUrl: 'u', pull: { number: 1, nodeId: 'n', state } }), {
      position: null,
    }).split('\n')[0];
  expect([first('open'), first('merged'), first('closed')]).toEqual([
    '**Pull request ready**: u',
    '**Merged**: u',
    '**Closed**: u',
  ]);
});

it('answers who asks', () => {
  expect(statusReply(null)).toContain('No agent has this');
  const failure = { kind: 'no_work' as const, message: 'x' };
  expect(statusReply(aTask({ status: 'failed', failure }))).toContain('Why: `no_work`');
});

it('tells what a follow-up did, and when the money goes', () => {
  const followUp = { kind: 'checks' as const, triggers: [], headSha: 'a', checks: [] };
  expect(followUpResultComment(aTask({ followUp, commits: 2 }), 'Fixes #1')).toBe(
    '**Worked on the failed checks** (2 commits on the branch)\n\nFixes #\u20601',
  );
  expect(budgetWarning(aTask(), { spentUsd: 4, limitUsd: 5 })).toContain('$4.00 of $5.00');
});
