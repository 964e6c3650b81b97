import { expect, test, vi } from 'vitest';
import { startPollWorker } from '../../src/worker/poll-worker.ts';
import { startPrefix } from '../a-prefix.ts';
import { aborted, Collected } from '../an-event.ts';

test('ticks at once, then again and again, never two at a time over two pollers', async () => {
  await using own = startPrefix();
  const ticks = new Collected<number>();
  let running = 0;
  const options = {
    ...own,
    everyMs: () => 100,
    onError: (error: Error) => expect.unreachable(error.message),
    tick: async () => {
      running += 1;
      ticks.add(running);
      // Longer than the interval: the scheduler alone would let ticks overlap.
      await new Promise((resolve) => setTimeout(resolve, 150));
      running -= 1;
    },
  };
  const pollers = [await startPollWorker(options), await startPollWorker(options)];
  await Promise.all([pollers[0]?.pollNow(), pollers[1]?.pollNow()]);
  expect(new Set(await ticks.until(6))).toEqual(new Set([1]));
  await Promise.all(pollers.map((poller) => poller.stop(1_000)));
});

test('ticks as often as it is told to at the moment', async () => {
  await using own = startPrefix();
  const ticks = new Collected<string>();
  let everyMs = 3_600_000;
  const poller = await startPollWorker({
    ...{ ...own, everyMs: () => everyMs, onError: (error: Error) => expect.unreachable(error.message) },
    tick: async () => void ticks.add('tick'),
  });
  await ticks.until(1);
  everyMs = 100;
  await ticks.until(4);
  await poller.stop(1_000);
});

test('ticks on after Redis was wiped', async () => {
  await using own = startPrefix();
  const ticks = new Collected<string>();
  const onError = (error: Error) => expect.unreachable(error.message);
  const poller = await startPollWorker({
    ...{ ...own, everyMs: () => 100, onError },
    tick: async () => void ticks.add('tick'),
  });
  await ticks.until(1);
  const keys = await own.redis.keys(`*${own.prefix}}:polls*`);
  await own.redis.del(keys);
  await ticks.until(ticks.items.length + 3);
  await poller.stop(1_000);
});

test('ticks on after Redis kept half a transaction only, and the next tick is in no list', async () => {
  await using own = startPrefix();
  const ticks = new Collected<string>();
  const polls = `{${own.prefix}}:polls`;
  const poller = await startPollWorker({
    ...{ ...own, everyMs: () => 100, onError: (error: Error) => expect.unreachable(error.message) },
    tick: async () => {
      ticks.add('tick');
      // Once a tick runs, the next one waits for its time.
      if (ticks.items.length === 2) await own.redis.del(`${polls}:delayed`);
    },
  });
  await ticks.until(4);
  await poller.stop(1_000);
});

test('ticks on after a poller whose clock was an hour ahead', async () => {
  await using own = startPrefix();
  const ticks = new Collected<string>();
  const options = (name: string) => ({
    ...{ ...own, everyMs: () => 100, onError: (error: Error) => expect.unreachable(error.message) },
    // It looks every two seconds.
    deafMs: 10_000,
    tick: async () => ticks.add(name),
  });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  try {
    const ahead = await startPollWorker(options('ahead'));
    await ticks.until(3);
    await ahead.stop(1_000);
  } finally {
    vi.useRealTimers();
  }
  const before = ticks.items.length;
  const poller = await startPollWorker(options('right'));
  await ticks.until(before + 3);
  expect(ticks.items.slice(before)).toEqual(['right', 'right', 'right']);
  await poller.stop(1_000);
});

test('pollNow adds a tick, also while one runs', async () => {
  await using own = startPrefix();
  const ticks = new Collected<string>();
  let finish: () => void = () => undefined;
  const poller = await startPollWorker({
    ...own,
    everyMs: () => 3_600_000,
    onError: (error: Error) => expect.unreachable(error.message),
    tick: () =>
      new Promise((resolve) => {
        ticks.add('tick');
        finish = resolve;
      }),
  });
  await ticks.until(1);
  await poller.pollNow();
  await poller.pollNow();
  finish();
  await ticks.until(2);
  await poller.pollNow();
  finish();
  await ticks.until(3);
  finish();
  await poller.stop(1_000);
  expect(ticks.items).toHaveLength(3);
});

test('a tick that fails is told, and the next comes', async () => {
  await using own = startPrefix();
  const ticks = new Collected<string>();
  const errors: Error[] = [];
  const poller = await startPollWorker({
    ...own,
    everyMs: () => 50,
    onError: (error) => errors.push(error),
    tick: async () => {
      ticks.add('tick');
      if (ticks.items.length === 1) throw new Error('GitHub is away');
    },
  });
  await ticks.until(2);
  await poller.stop(1_000);
  expect(errors.map(({ message }) => message)).toEqual(['GitHub is away']);
});

test('a tick hears that the poller stops, and a restarted poller ticks again', async () => {
  await using own = startPrefix();
  const ticks = new Collected<string>();
  const options = {
    ...own,
    everyMs: () => 200,
    onError: (error: Error) => expect.unreachable(error.message),
  };
  const first = await startPollWorker({
    ...options,
    tick: async (signal) => {
      ticks.add('first');
      await aborted(signal);
      signal.throwIfAborted();
    },
  });
  await ticks.until(1);
  await first.stop(5_000);
  const second = await startPollWorker({ ...options, tick: async () => ticks.add('second') });
  await ticks.until(3);
  await second.stop(1_000);
  expect(ticks.items.slice(0, 3)).toEqual(['first', 'second', 'second']);
});
