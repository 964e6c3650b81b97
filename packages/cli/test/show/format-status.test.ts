import type { SystemStatus } from '@opencode-commander/control';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { formatQueue } from '../../src/show/format-queue.ts';
import { formatStatus } from '../../src/show/format-status.ts';
import { createPaint } from '../../src/show/paint.ts';
import { aTask, QUIET } from '../a-status.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const showing = { now, columns: 80, paint: createPaint(false, {}) };

const quiet: SystemStatus = { ...QUIET, held: 'no dispatcher is alive' };

it('fits 40 columns, but for what a terminal wraps', () => {
  const long = aTask(123, {
    status: 'running',
    startedAt: '2026-11-20T11:57:00.000Z',
    title: 'とても長いタイトルがここにあります',
  });
  const status = { ...quiet, held: null, running: [{ ...long, activity: null }], recent: [long] };
  const narrow = { ...showing, columns: 40 };
  const listed = { queue: [{ position: 1, task: long }], total: 1 };
  for (const line of [...formatStatus(status, narrow), ...formatQueue(listed, narrow)])
    expect(stringWidth(line), line).toBeLessThanOrEqual(40);
});

it('says that nothing goes on', () => {
  const said = ['Tasks  none', 'Queue  empty'];
  expect(formatStatus(quiet, showing)).toEqual([...said, 'Held   no dispatcher is alive']);
  expect(formatStatus({ ...quiet, held: null }, showing)).toEqual(said);
  const dispatchers = [
    {
      ...{
        host: 'ant',
        pid: 7,
        started_at: '2026-11-20T11:00:00.000Z',
        last_seen: '2026-11-20T12:00:00.000Z',
      },
      ...{ alive: true, slots: 4, running: [], refuses: 'the disk of data_dir is full' },
    },
  ];
  // Nothing is held up by that.
  expect(formatStatus({ ...quiet, held: 'no', dispatchers }, showing).join()).not.toContain('Held');
  expect(formatQueue({ queue: [], total: 0 }, showing)).toEqual(['Nothing waits.']);
});

it('shows what runs, waits and has ended', () => {
  const running = aTask(1, {
    status: 'running',
    startedAt: '2026-11-20T11:57:00.000Z',
    title: 'Say\n\u001b[2Jhi',
  });
  const activity = {
    ...{
      tool: 'bash: npm test',
      cpu_percent: 120.4,
      memory_bytes: 500 * 2 ** 20,
      memory_limit_bytes: 2 ** 32,
    },
    tokens_per_minute: [],
  };
  const failure = { kind: 'no_work', message: 'the agent stopped without pushing any change' } as const;
  const ended = { finishedAt: '2026-11-20T11:59:50.000Z' };
  const failed = aTask(2, { status: 'failed', failure, ...ended });
  const done = aTask(3, { status: 'completed', prUrl: 'https://github.com/acme/web/pull/31', ...ended });
  const status = {
    ...quiet,
    tasks: { ...quiet.tasks, queued: 3, running: 1, waiting_human: 1, failed: 1, completed: 1 },
    queue: { ...quiet.queue, high: 1, low: 1 },
    delayed: 1,
    slots: { used: 1, total: 4 },
    running: [{ ...running, activity }],
    waiting: [aTask(4, { status: 'waiting_human', updatedAt: '2026-11-20T10:00:00.000Z' })],
    recent: [failed, done],
  };
  expect(formatStatus(status, showing)).toEqual([
    'Tasks  3 queued, 1 running, 1 waiting for an answer, 1 completed, 1 failed',
    'Queue  1 high, 1 low, 1 waits for its next try',
    'Slots  1 of 4 in use',
    'Held   no dispatcher is alive',
    '',
    'Running',
    'TASK      ISSUE       PRIORITY  STARTED    TITLE',
    `${running.id}  acme/web#1  medium    3 min ago  Say [2Jhi`,
    '  CPU 120 %, memory 500 MiB of 4 GiB, bash: npm test',
    '',
    'Waiting for an answer',
    'TASK      ISSUE       SINCE    TITLE',
    `${aTask(4).id}  acme/web#4  2 h ago  Task 4`,
    '',
    'Ended',
    'TASK      ISSUE       STATUS     ENDED     RESULT',
    `${failed.id}  acme/web#2  failed     10 s ago  the agent stopped without pushing an…`,
    `${done.id}  acme/web#3  completed  10 s ago  pull request #31`,
  ]);
});

it.each([
  [1, '1 waits for its next try'],
  [2, '2 wait for their next try'],
])('says that of %i waiting for another try', (delayed, words) => {
  expect(formatStatus({ ...quiet, delayed }, showing)[1]).toBe(`Queue  ${words}`);
});

it('shows the dispatchers, and why no queued task begins', () => {
  const beat = {
    pid: 7,
    started_at: '2026-11-20T11:00:00.000Z',
    last_seen: '2026-11-20T11:50:00.000Z',
    slots: 4,
  };
  const dispatchers = [
    { ...beat, host: 'ant', alive: true, running: [aTask(1).id], refuses: 'the disk of data_dir is full' },
    { ...beat, host: 'bee', alive: false, running: [], refuses: null },
    { ...beat, host: 'cat', alive: true, running: [], refuses: null },
  ];
  const queued = { ...quiet, tasks: { ...quiet.tasks, queued: 1 }, dispatchers };
  expect(formatStatus(queued, showing)).toEqual([
    'Tasks  1 queued',
    'Queue  empty',
    'Held   no dispatcher is alive',
    '',
    'Dispatchers',
    'HOST  SLOTS   STARTED  STATE',
    'ant   1 of 4  1 h ago  takes no new tasks',
    '  the disk of data_dir is full',
    'cat   0 of 4  1 h ago  takes new tasks',
  ]);
  const all = { scope: 'all' as const, name: null, by: null, since: null, reason: null, preempts: false };
  expect(formatStatus({ ...queued, pauses: [all] }, showing)).toContain('cat   0 of 4  1 h ago  paused');
});

it('shows the processes that are not well, and no others', () => {
  const process = {
    ...{ host: 'ant', pid: 7, version: '0.1.0', started_at: '2026-11-20T11:00:00.000Z', alive: true },
    last_seen: '2026-11-20T11:50:00.000Z',
  };
  const processes = [
    { ...process, service: 'poller' as const, problems: ['github: it\u001b[2J is away', 'polls: no'] },
    { ...process, service: 'dispatcher' as const, alive: false, problems: ['podman: it is away'] },
    { ...process, service: 'mcp-gateway' as const, problems: [] },
  ];
  expect(formatStatus({ ...quiet, processes }, showing).slice(2)).toEqual([
    'Held   no dispatcher is alive',
    '',
    'Not well',
    'SERVICE     HOST  PID  STARTED  STATE',
    'poller      ant   7    1 h ago  is not well',
    '  github: it[2J is away',
    '  polls: no',
    'dispatcher  ant   7    1 h ago  dead, seen 10 min ago',
  ]);
  const others = processes.slice(1);
  expect(formatStatus({ ...quiet, processes: others }, showing)).toContain(
    'Poller none is alive: nothing new is taken from GitHub, and nothing written',
  );
});

it('shows a limit of the day that nothing was spent of', () => {
  const budget = { ...quiet.budget, day_usd: 20 };
  expect(formatStatus({ ...quiet, budget }, showing)).toContain('Spent  $0.00 of $20.00 today');
});

it('shows what others allow, and what it has cost', () => {
  const status = {
    ...quiet,
    rate_limits: {
      paused_until: '2026-11-20T12:00:30.000Z',
      limits: [{ resource: 'core', limit: 5000, remaining: 12, reset_at: '2026-11-20T12:20:00.000Z' }],
    },
    paused_providers: [{ provider: 'anthropic', until: '2026-11-20T14:00:00.000Z' }],
    pauses: [
      {
        ...{ scope: 'all' as const, name: null, by: 'maria', since: '2026-11-20T11:55:00.000Z' },
        ...{ reason: 'an\nincident\u001b[2J', preempts: true },
      },
      { scope: 'provider' as const, name: 'local', by: null, since: null, reason: null, preempts: false },
    ],
    budget: { ...quiet.budget, day_usd: 20, spent_today_usd: 1.5 },
    outbox: { waiting: 3, dead: 2 },
  };
  expect(formatStatus(status, showing).slice(2)).toEqual([
    'Outbox 2 given up: see commander outbox list',
    'Pause  everything is paused by maria, 5 min ago, what ran was let go of: an',
    '       incident[2J',
    'Pause  local is paused, nobody knows since when',
    'Held   no dispatcher is alive',
    'GitHub wants to be left alone, again in 30 s; 12 of 5000 core requests left, all',
    '       again in 20 min',
    'Paused anthropic (again in 2 h): out of quota',
    'Spent  $1.50 of $20.00 today',
  ]);
});

it('shows what a waiting task asks, since when, until when, and how to answer', () => {
  const waiting = aTask(4, {
    status: 'waiting_human',
    question: {
      kind: 'question',
      number: 1,
      askedAt: '2026-11-20T10:00:00.000Z',
      deadline: '2026-11-23T10:00:00.000Z',
      requestId: 'r',
      questions: [
        {
          question: 'Which\u001b[2J one?\n<!-- hidden -->',
          header: '',
          options: [],
          multiple: false,
          custom: true,
        },
      ],
    },
  });
  expect(formatStatus({ ...quiet, waiting: [waiting] }, showing).slice(-4)).toEqual([
    `${waiting.id}  acme/web#4  2 h ago  Task 4`,
    '  asked 2 h ago, gives up in 3 d: Which[2J one?',
    '  answer at u',
    `  or with commander answer ${waiting.id} <number or words>`,
  ]);
});

it('shows why a queued task does not run', () => {
  const dependencies = { kind: 'dependencies' as const, issues: ['acme/web#1', 'acme/api#2'], cycle: false };
  const provider = { kind: 'provider', provider: 'anthropic', until: '2026-11-20T12:05:00.000Z' } as const;
  const paused = { kind: 'pause', of: 'all', name: null, reason: 'an incident' } as const;
  const entries = [
    { position: null, task: aTask(5, { waitsFor: dependencies }) },
    { position: null, task: aTask(6, { waitsFor: { ...dependencies, cycle: true } }) },
    { position: null, task: aTask(7, { waitsFor: provider }) },
    { position: null, task: aTask(10, { waitsFor: paused }) },
    { position: null, task: aTask(11, { waitsFor: { ...paused, name: 'acme/web', reason: null } }) },
    { position: null, task: aTask(8, { waitsFor: { kind: 'repository', limit: 1 } }) },
    { position: null, task: aTask(9, { waitsFor: { kind: 'host', host: 'ant', reason: 'no image' } }) },
  ];
  expect(formatQueue({ queue: entries, total: 7 }, showing).filter((line) => line.startsWith('  '))).toEqual([
    '  waits for acme/web#1, acme/api#2',
    '  waits for itself by way of acme/web#1, acme/api#2',
    '  waits for anthropic, which is out of quota; again in 5 min',
    '  waits until everything is resumed, which is paused: an incident',
    '  waits until acme/web is resumed, which is paused',
    '  waits for its repository, of which 1 may run at once',
    '  waits for ant: no image',
  ]);
});

it('shows the queue in its order', () => {
  const entries = [
    { position: 1, task: aTask(5) },
    { position: null, task: aTask(6) },
  ];
  expect(formatQueue({ queue: entries, total: 3 }, showing)).toEqual([
    '#  TASK      ISSUE       PRIORITY  CREATED  TITLE',
    `1  ${aTask(5).id}  acme/web#5  medium    1 h ago  Task 5`,
    `-  ${aTask(6).id}  acme/web#6  medium    1 h ago  Task 6`,
    '  is not due yet',
    '2 of 3 are shown.',
  ]);
});
