import { enqueueWrite, startOutboxWorker } from '@opencode-commander/queue';
import type { GitHubWrite } from '@opencode-commander/task';
import { expect, inject, it, vi } from 'vitest';
import { status } from '../src/index.ts';
import { outboxList, replayWrites } from '../src/outbox.ts';
import { startControl } from './a-control.ts';

const redisUrl = `unix://${inject('redisSocket')}`;
const comment = (number: number, operation: string): GitHubWrite => ({
  ...{ kind: 'comment', taskId: `${number}-a1b2c3`, epoch: 0, operation, body: 'x' },
  at: { repo: 'acme/web', number },
});

/** An outbox whose writes do what `answers` says of their operation. */
function startWorker({ prefix }: { prefix: string }, answer: (operation: string) => Promise<void>) {
  const write = (one: GitHubWrite) => ('operation' in one ? answer(one.operation) : Promise.resolve());
  return startOutboxWorker({ redisUrl, prefix, onError: () => undefined, write });
}

const refuse = async (operation: string) => {
  throw Object.assign(new Error(`no ${operation}\nat all`), { retryable: operation !== 'forbidden' });
};

it('lists what waits, what is tried again and what is dead, with the reason', async () => {
  await using control = startControl();
  expect(await outboxList(control)).toEqual({ waiting: 0, dead: 0, lost: 0, writes: [] });
  const id = await control.queue(7);
  await enqueueWrite(control.queues, comment(8, 'forbidden'));
  await enqueueWrite(control.queues, comment(9, 'unavailable'));
  await enqueueWrite(control.queues, comment(9, 'after'));
  const worker = await startWorker(control, refuse);
  await vi.waitFor(async () => expect(await control.queues.outbox.getDelayedCount()).toBe(2));
  await worker.stop(1_000);
  await enqueueWrite(control.queues, { kind: 'status', taskId: id });
  const { writes, lost: _lost, ...counts } = await outboxList(control);
  expect(counts).toEqual({ waiting: 3, dead: 1 });
  const shown = writes.map(({ state, thread, what, attempts, reason }) => [
    state,
    thread,
    what,
    attempts,
    reason,
  ]);
  expect(shown).toEqual([
    ['dead', 'acme/web#8', 'comment forbidden', 1, 'no forbidden'],
    ['retrying', 'acme/web#9', 'comment unavailable', 1, 'no unavailable'],
    ['waiting', 'acme/web#9', 'comment after', 0, 'waits for an earlier write to acme/web#9'],
    ['waiting', 'acme/web#7', 'status', 0, null],
  ]);
  expect(writes[0]?.died_at).not.toBeNull();
  expect((await status(control)).outbox).toEqual(counts);
});

it('shows what Redis has kept of a damaged write, and drops what has nothing left', async () => {
  await using control = startControl();
  const { outbox, redis } = control.queues;
  await redis.hset(outbox.toKey('half'), 'failedReason', 'could not be read');
  await redis.zadd(outbox.toKey('failed'), 1, 'half', 2, 'gone');
  await enqueueWrite(control.queues, comment(8, 'whole'));

  const { writes, ...counts } = await outboxList(control);

  expect(counts).toEqual({ waiting: 1, dead: 1, lost: 1 });
  const shown = writes.map(({ id, what, reason, enqueued_at }) => [id, what, reason, enqueued_at]);
  expect(shown).toContainEqual(['half', 'not readable', 'could not be read', null]);
  expect(shown).toHaveLength(2);
  expect((await status(control)).outbox).toEqual({ waiting: 1, dead: 1 });
  expect((await outboxList(control)).lost).toBe(0);
});

it('replays one or all dead writes in their order, with all their attempts', async () => {
  await using control = startControl();
  const { queues } = control;
  const operations = ['one', 'two', 'three'];
  for (const operation of operations) await enqueueWrite(queues, comment(8, operation));
  const dying = await startWorker(control, () => refuse('forbidden'));
  await vi.waitFor(async () => expect(await queues.outbox.getFailedCount()).toBe(3));
  await dying.stop(1_000);

  await expect(replayWrites(control, { write_id: 'nothing' })).rejects.toThrow(
    'There is no dead write nothing: list them with commander outbox list',
  );
  const ids = operations.map((operation) => `comment-8-a1b2c3-${operation}-acme.web.8`);
  const [first = ''] = ids;
  expect(await replayWrites(control, { write_id: first })).toEqual({ replayed: [first] });
  await expect(replayWrites(control, { write_id: first })).rejects.toMatchObject({ exitCode: 4 });
  expect(await replayWrites(control, { write_id: null })).toEqual({ replayed: ids.slice(1) });
  expect(await replayWrites(control, { write_id: null })).toEqual({ replayed: [] });
  expect((await outboxList(control)).writes.map(({ state, attempts }) => [state, attempts])).toEqual(
    operations.map(() => ['waiting', 0]),
  );

  const written: string[] = [];
  const worker = await startWorker(control, async (operation) => void written.push(operation));
  await vi.waitFor(() => expect(written).toEqual(operations));
  await worker.stop(1_000);
});
