import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { formatTask } from '../../src/show/format-task.ts';
import { createPaint } from '../../src/show/paint.ts';
import { aTask } from '../a-status.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const showing = { now, columns: 80, paint: createPaint(false, {}) };

it('shows what a task that has ended made of its issue, and what it cost', () => {
  const task = aTask(3, {
    status: 'completed',
    host: 'ant',
    commits: 2,
    prUrl: 'https://github.com/acme/web/pull/31',
    pull: { number: 31, nodeId: 'n', state: 'merged' },
    startedAt: '2026-11-20T11:57:00.000Z',
    finishedAt: '2026-11-20T11:59:50.000Z',
    usage: { inputTokens: 12_345, outputTokens: 678, costUsd: 0.42 },
    checklist: [
      { text: 'Find it', done: true },
      { text: 'Mend\u001b[2J it', done: false },
    ],
  });
  expect(formatTask({ task, activity: null }, showing)).toEqual([
    'acme/web#3 Task 3',
    `Task   ${task.id}, medium`,
    'Status completed on ant, started 3 min ago, ended 10 s ago',
    'Pull   https://github.com/acme/web/pull/31, merged',
    `Branch ${task.branch}, 2 commits`,
    'Cost   $0.42, tokens 12.3K in, 678 out',
    'Issue  u',
    'Steps  [x] Find it',
    '       [ ] Mend[2J it',
  ]);
});

it('shows why one failed, or waits, within the terminal', () => {
  const message = 'the agent stopped without pushing any change, and said that there was none to be made';
  const failed = aTask(2, { status: 'failed', attempts: 3, failure: { kind: 'no_work', message } });
  const shown = formatTask({ task: failed, activity: null }, showing);
  expect(shown.join('\n')).toContain('Why    the agent stopped without pushing any change');
  expect(shown).toContain('Status failed, attempt 3');
  for (const line of shown) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  const waiting = aTask(4, { waitsFor: { kind: 'repository', limit: 1 } });
  expect(formatTask({ task: waiting, activity: null }, showing)).toContain(
    'Why    waits for its repository, of which 1 may run at once',
  );
});

it('shows what one asks, and how to answer', () => {
  const asked = { number: 1, askedAt: '2026-11-20T10:00:00.000Z', deadline: '2026-11-23T10:00:00.000Z' };
  const question = { ...asked, kind: 'permission' as const, requestId: 'r', permission: 'bash' };
  const task = aTask(5, { status: 'waiting_human', question: { ...question, patterns: ['ls', 'cat x'] } });
  expect(formatTask({ task, activity: null }, showing).slice(3, 6)).toEqual([
    'Asks   may it use bash: ls; cat x',
    '       answer at u (gives up in 3 d)',
    `       or with commander answer ${task.id} approve (or deny)`,
  ]);
});
