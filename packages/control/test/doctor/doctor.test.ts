import { dispatcherRegistry, pauseProvider } from '@opencode-commander/queue';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { expect, test } from 'vitest';
import { doctor, OPERATIONS } from '../../src/index.ts';
import { LATER, startControl } from '../a-control.ts';

class GitHubRefused extends OperatorError {
  readonly exitCode = EXIT_CODES.github;
}

test('an installation that has done nothing yet is well', async () => {
  await using control = startControl();
  const found = await doctor(control);
  expect(OPERATIONS.doctor.output.parse(found)).toEqual(found);
  expect(found.findings.filter(({ ok }) => !ok)).toEqual([]);
  expect(found.ok).toBe(true);
  const checks = [
    'Redis',
    'GitHub',
    'rate limits',
    'processes',
    'dispatchers',
    'outbox',
    'pauses',
    'quotas',
    'questions',
  ];
  expect(found.findings.map(({ check }) => check)).toEqual(checks);
});

test('everything that is wrong is said, with what to do', async () => {
  await using control = startControl();
  await control.queue(1);
  await control.ask(2, {
    ...{ number: 1, kind: 'budget', scope: 'task', spentUsd: 1, limitUsd: 1 },
    ...{ askedAt: '2025-12-01T00:00:00.000Z', deadline: LATER },
  });
  await pauseProvider(control.queues, 'anthropic', 60_000);
  await OPERATIONS.pause.run(
    { ...control, allowedModels: () => null, by: 'maria' },
    { reason: 'an incident' },
  );
  await dispatcherRegistry(control.queues).beat({
    ...{ id: 'a', machine: 'm', host: 'ant', pid: 7, startedAt: LATER, slots: 4, running: [] },
    refuses: 'its disk is full',
  });
  const viewer = () => Promise.reject(new GitHubRefused('GitHub refused the token'));
  const found = await doctor({ ...control, viewer });
  expect(found.ok).toBe(false);
  const troubles = found.findings.filter(({ ok }) => !ok);
  expect(found.findings.map(({ check }) => check)).not.toContain('rate limits');
  expect(troubles.map(({ check, line }) => `${check}: ${line.split(' ')[0]}`)).toEqual([
    'GitHub: GitHub',
    'dispatchers: ant',
    'pauses: everything',
    'quotas: anthropic',
    'questions: task',
  ]);
  for (const { advice } of troubles) expect(advice).toMatch(/\w/);
});

test('what is no answer of GitHub is no finding', async () => {
  await using control = startControl();
  const viewer = () => Promise.reject(new TypeError('a mistake'));
  await expect(doctor({ ...control, viewer })).rejects.toThrow('a mistake');
});
