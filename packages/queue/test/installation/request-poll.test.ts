import { expect, test } from 'vitest';
import { requestPoll, takeHints } from '../../src/installation/request-poll.ts';
import { createQueues } from '../../src/queues.ts';
import { startPollWorker } from '../../src/worker/poll-worker.ts';
import { startPrefix } from '../a-prefix.ts';
import { Collected } from '../an-event.ts';

test('a hint has the next tick come now and tell it once, however often it comes', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  const ticks = new Collected<Awaited<ReturnType<typeof takeHints>>>();
  const poller = await startPollWorker({
    ...own,
    everyMs: () => 3_600_000,
    onError: (error) => expect.unreachable(error.message),
    tick: async () => ticks.add(await takeHints(queues)),
  });
  expect(await ticks.until(1)).toEqual([[]]);
  await poller.stop(1_000);
  const thread = { repo: 'acme/web', number: 12 };
  for (let i = 0; i < 5; i += 1) await requestPoll(queues, thread);
  await requestPoll(queues, { repo: 'acme/web', number: 13 });
  await requestPoll(queues);
  expect(await queues.polls.getWaitingCount()).toBe(1);
  const [hints = []] = [await takeHints(queues)];
  expect(hints.sort((a, b) => a.number - b.number)).toEqual([thread, { repo: 'acme/web', number: 13 }]);
  expect(await takeHints(queues)).toEqual([]);
  await queues.close();
});

test('a flood of hints is bounded', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  await own.redis.sadd(`{${own.prefix}}:hints`, ...Array.from({ length: 1_000 }, (_, i) => hint(i + 1)));
  await requestPoll(queues, { repo: 'acme/web', number: 5_000 });
  expect(await takeHints(queues)).toHaveLength(1_000);
  await queues.close();
});

test('hints that cannot be read are dropped and said, with their key; the others are told', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  const told: string[] = [];
  await own.redis.sadd(`{${own.prefix}}:hints`, '{', '{"repo":1}', hint(7));
  expect(await takeHints(queues, ({ message }) => told.push(message))).toEqual([
    { repo: 'acme/web', number: 7 },
  ]);
  expect(told).toEqual([`2 entries of {${own.prefix}}:hints in Redis cannot be read: they are dropped`]);
  await queues.close();
});

test('a hint that is none is refused', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  await expect(requestPoll(queues, { repo: 'acme/web', number: 0 })).rejects.toThrow();
  await queues.close();
});

function hint(number: number): string {
  return JSON.stringify({ repo: 'acme/web', number });
}
