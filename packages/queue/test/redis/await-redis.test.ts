import { expect, test } from 'vitest';
import { awaitRedis } from '../../src/redis/await-redis.ts';
import { connectRedis } from '../../src/redis/connect-redis.ts';
import { freePort, startRedis } from '../a-redis.ts';

const never = new AbortController().signal;

/** Keeps what is said; `once` resolves with the first of it that has these words. */
function heard(words = '') {
  const said: string[] = [];
  let first: () => void = () => undefined;
  const once = new Promise<void>((resolve) => {
    first = resolve;
  });
  const onWait = ({ message }: Error) => {
    said.push(message);
    if (message.includes(words)) first();
  };
  return { said, once, onWait };
}

test('waits for a Redis that is not there yet, says so once, and goes on with it', async () => {
  const port = await freePort();
  const { said, once, onWait } = heard();
  const url = `redis://127.0.0.1:${port}`;
  const waiting = awaitRedis({ url, role: 'producer', signal: never, forMs: 60_000, onWait });
  await once;
  await using _server = await startRedis('--port', String(port));
  const redis = await waiting;
  expect(await redis.ping()).toBe('PONG');
  redis.disconnect();
  expect(said).toEqual([expect.stringContaining('nothing listens there; start Redis')]);
});

test.each([
  ['its host has no name yet', 'redis://redis.invalid'],
  ['its socket is not made yet', 'unix:///nowhere/redis.sock'],
  ['no sentinel answers yet', 'redis+sentinel://127.0.0.1:1/m'],
])('waits while %s, until it is told to end', async (_, url) => {
  const end = new AbortController();
  const { once, onWait } = heard();
  const waiting = awaitRedis({ url, role: 'producer', signal: end.signal, forMs: 60_000, onWait });
  waiting.catch(() => undefined);
  await once;
  end.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});

test('throws why there is none when the time is over', async () => {
  const { said, onWait } = heard();
  const url = 'redis://127.0.0.1:1';
  const given = awaitRedis({ url, role: 'producer', signal: never, forMs: 0, onWait });
  await expect(given).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining('nothing listens'),
  });
  expect(said).toEqual([]);
});

test.each([
  ['wrong', 'the user name or password is wrong'],
  ['', 'it wants a password'],
])('does not wait for a password to become right: %j', async (password, words) => {
  const port = await freePort();
  await using _server = await startRedis('--requirepass', 'right', '--port', String(port));
  const url = `redis://${password && `:${password}@`}127.0.0.1:${port}`;
  const { said, onWait } = heard();
  const given = awaitRedis({ url, role: 'producer', signal: never, forMs: 60_000, onWait });
  await expect(given).rejects.toThrow(words);
  expect(said).toEqual([]);
});

test('waits for one that loads its data, and says so after a while', async () => {
  await using server = await startRedis();
  const before = await connectRedis({ url: server.url, role: 'producer' });
  // Read in with a delay of 0.1 s each.
  await before.mset(Array.from({ length: 150 }, (_, i) => [`key-${i}`, 'x'.repeat(2_000)]).flat());
  await before.save();
  before.disconnect();
  await server.end('SIGTERM');
  server.again('--key-load-delay', '100000', '--loading-process-events-interval-bytes', '1024');
  const end = new AbortController();
  const { once, onWait } = heard('does not answer yet: it may be loading its data');
  const waiting = awaitRedis({
    url: server.url,
    role: 'producer',
    signal: end.signal,
    forMs: 60_000,
    onWait,
  });
  waiting.catch(() => undefined);
  await once;
  end.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
