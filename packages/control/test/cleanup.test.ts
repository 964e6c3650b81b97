import { cleanUpRequests, dispatcherRegistry } from '@opencode-commander/queue';
import { expect, test } from 'vitest';
import { cleanup, InputError, OPERATIONS, runOperation } from '../src/index.ts';
import { LATER, startControl } from './a-control.ts';

type OwnControl = ReturnType<typeof startControl>;

async function beat(control: OwnControl, id: string, changes: object = {}): Promise<void> {
  await dispatcherRegistry(control.queues).beat({
    ...{ id, machine: 'm', host: id, pid: 7, startedAt: LATER, slots: 4, running: [], refuses: null },
    ...changes,
  });
}

/** Takes what a dispatcher was asked, as soon as it is, and answers. */
async function answer(
  control: OwnControl,
  id: string,
  answers: { leftovers: object | null; error?: string },
): Promise<boolean> {
  const requests = cleanUpRequests(control.queues);
  for (;;) {
    const request = await requests.next(id);
    if (request === null) continue;
    const leftovers = answers.leftovers && { ...NOTHING, ...answers.leftovers };
    await requests.answer(request, { dispatcher: id, leftovers, error: answers.error ?? null });
    return request.dryRun;
  }
}

const NOTHING = { containers: [], directories: [], quarantines: [], sessions: [] };

test('every host says what it has removed, or why it could not', async () => {
  await using control = startControl();
  await beat(control, 'ant');
  await beat(control, 'bee');
  const answering = Promise.all([
    answer(control, 'ant', { leftovers: { containers: ['c1'] } }),
    answer(control, 'bee', { leftovers: null, error: 'Podman does not answer' }),
  ]);
  const cleaned = await cleanup(control, { dry_run: true });
  expect(OPERATIONS.cleanup.output.parse(cleaned)).toEqual(cleaned);
  expect(cleaned).toEqual({
    dry_run: true,
    hosts: [
      { host: 'ant', error: null, ...NOTHING, containers: ['c1'] },
      { host: 'bee', error: 'Podman does not answer', ...NOTHING },
    ],
  });
  expect(await answering).toEqual([true, true]);
});

test('a host that does not answer is named, and does not begin any more', async () => {
  await using control = startControl();
  await beat(control, 'ant');
  const cleaned = await cleanup(control, { dry_run: false, within_s: 1 });
  expect(cleaned.hosts).toEqual([
    { host: 'ant', error: expect.stringContaining('did not answer within 1 s'), ...NOTHING },
  ]);
  expect(await cleanUpRequests(control.queues).next('ant')).toBeNull();
});

test('of several on a host one is asked, and nobody who has stopped', async () => {
  await using control = startControl();
  await beat(control, 'ant');
  await beat(control, 'ant2', { host: 'ant' });
  await beat(control, 'bee', { slots: 0, refuses: 'it has stopped' });
  const answering = answer(control, 'ant2', { leftovers: {} });
  expect((await cleanup(control, { dry_run: false })).hosts).toEqual([
    { host: 'ant', error: null, ...NOTHING },
  ]);
  expect(await answering).toBe(false);
});

test('where no dispatcher lives nobody is asked', async () => {
  await using control = startControl();
  expect(await cleanup(control, { dry_run: false })).toEqual({ dry_run: false, hosts: [] });
});

test.each([
  [{}, /^dry_run: /],
  [{ dry_run: 'yes' }, /^dry_run: /],
  [{ dry_run: true, within_s: 51 }, /^within_s: /],
])('%o is refused', async (input, line) => {
  await using control = startControl();
  const asked = { ...control, allowedModels: () => null, by: 'cli' };
  const cleaning = runOperation(OPERATIONS.cleanup, asked, input);
  await expect(cleaning).rejects.toThrow(InputError);
  await expect(cleaning).rejects.toThrow(line);
});
