import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { inspect } from 'node:util';
import { Redis } from 'ioredis';
import { describe, expect, inject, test, vi } from 'vitest';
import { connectRedis } from '../../src/redis/connect-redis.ts';
import { readRedisUrl } from '../../src/redis/redis-address.ts';
import { RedisError } from '../../src/redis/redis-error.ts';
import { freePort, startRedis, state } from '../a-redis.ts';

async function refusal(url: string): Promise<RedisError> {
  const error = await connectRedis({ url, role: 'producer' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RedisError);
  return error as RedisError;
}

describe('connectRedis', () => {
  test('connects to a socket', async () => {
    const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
  });

  test('names the address of a server that is not there', async () => {
    const error = await refusal('redis://someone:s3cret@127.0.0.1:1/2');
    expect(error.message).toBe(
      'Cannot use Redis at redis://127.0.0.1:1/2: nothing listens there; start Redis, or leave redis.url out to use the embedded one',
    );
    expect(error.exitCode).toBe(5);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('s3cret');
  });

  test('says that a socket does not exist', async () => {
    expect((await refusal(`unix://${tmpdir()}/none.sock`)).message).toContain('there is no such socket');
  });

  test('says that what answers is no Redis', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `redis://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    expect((await refusal(url)).message).toBe(
      `Cannot use Redis at ${url}/0: what answers there is no Redis; mend its address in redis.url`,
    );
    server.close();
  });

  test('refuses an address of another kind without repeating it', async () => {
    const error = await refusal('http://user:s3cret@example.com');
    expect(error.message).toContain('redis://host:port');
    expect(error.message).not.toContain('s3cret');
  });

  test('tells a wrong password and a missing one, and keeps the password to itself', async () => {
    const port = await freePort();
    await using server = await startRedis('--requirepass', 'right', '--port', String(port));
    expect((await refusal(server.url)).message).toContain('it wants a password');
    const wrong = await refusal(`redis://:s3cret@127.0.0.1:${port}`);
    expect(wrong.message).toContain('the user name or password is wrong');
    expect(inspect(wrong, { depth: 9, showHidden: true })).not.toContain('s3cret');
    const redis = await connectRedis({ url: `redis://:right@127.0.0.1:${port}`, role: 'worker' });
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
  });

  test('refuses a server without a password where one is configured, in its own words only', async () => {
    await using server = await startRedis();
    const console = vi.spyOn(globalThis.console, 'warn');
    const error = await refusal(`unix://:s3cret@${server.socket}`);
    expect(error.message).toBe(
      `Cannot use Redis at unix://${server.socket}: it has no password, though one is configured: whoever reaches it may use it; set requirepass there, or leave redis.password out`,
    );
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('s3cret');
    expect(console).not.toHaveBeenCalled();
    console.mockRestore();
  });

  test('logs in over a socket', async () => {
    await using server = await startRedis('--requirepass', 'r/ght');
    const redis = await connectRedis({ url: `unix://:r%2Fght@${server.socket}`, role: 'producer' });
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    expect((await refusal(`unix://:wr0ng@${server.socket}`)).message).toBe(
      `Cannot use Redis at unix://${server.socket}: the user name or password is wrong; mend it in redis.url, or in redis.password`,
    );
  });

  test('refuses a database that the server lacks instead of using another one', async () => {
    await using server = await startRedis('--databases', '4');
    expect((await refusal(`${server.url}?db=4`)).message).toBe(
      `Redis at ${server.url} has no database 4 (ERR DB index is out of range): choose another one in redis.url`,
    );
    const redis = await connectRedis({ url: `${server.url}?db=3`, role: 'worker' });
    expect(await redis.client('INFO')).toContain(' db=3 ');
    redis.disconnect();
  });

  test('refuses a replica that takes no writes, and names its master', async () => {
    await using server = await startRedis('--replicaof', '127.0.0.1 1');
    expect((await refusal(server.url)).message).toBe(
      `Redis at ${server.url} is a replica that takes no writes: write the address of its master, 127.0.0.1:1, into redis.url`,
    );
    const admin = new Redis({ path: server.socket });
    await admin.config('SET', 'replica-read-only', 'no');
    admin.disconnect();
    (await connectRedis({ url: server.url, role: 'producer' })).disconnect();
  });

  test.each([
    [
      'redis+sentinel://127.0.0.1:1,127.0.0.1:2/m',
      'redis+sentinel://127.0.0.1:1,127.0.0.1:2/m/0: no sentinel says where the master is; ' +
        'see that they run, and that their addresses, their password and the name of the master in redis.url are right',
    ],
    [
      'redis+cluster://127.0.0.1:1,127.0.0.1:2',
      'redis+cluster://127.0.0.1:1,127.0.0.1:2: no node of the cluster answers; ' +
        'see that they run, and that their addresses in redis.url are right',
    ],
  ])('says what to do where nothing answers at %s', async (url, message) => {
    expect((await refusal(url)).message).toBe(`Cannot use Redis at ${message}`);
  });

  test('refuses a server that evicts keys and gives the command that helps', async () => {
    await using server = await startRedis('--maxmemory-policy', 'allkeys-lru');
    const error = await refusal(server.url);
    expect(error.message).toContain('allkeys-lru');
    const command = error.message.split('run ')[1]?.split(' ') ?? [];
    const [program = '', ...args] = command;
    await once(spawn(program, args, { stdio: 'ignore' }), 'exit');
    (await connectRedis({ url: server.url, role: 'producer' })).disconnect();
  });

  test('a producer fails at once while Redis is away and works when it is back', async () => {
    const port = await freePort();
    const server = await startRedis('--port', String(port));
    const errors: RedisError[] = [];
    const redis = await connectRedis({
      url: `redis://127.0.0.1:${port}`,
      role: 'producer',
      onError: (error) => errors.push(error),
    });
    const closed = state(redis, 'close');
    await server[Symbol.asyncDispose]();
    await closed;
    await expect(redis.ping()).rejects.toThrow();
    const ready = state(redis, 'ready');
    await using _again = await startRedis('--port', String(port));
    await ready;
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    expect(errors.every((error) => error instanceof RedisError)).toBe(true);
  });
});

describe('readRedisUrl', () => {
  test('reads user, password, port, database and TLS', () => {
    expect(readRedisUrl('rediss://me:p%40ss@redis.example:7000/3')).toEqual({
      shown: 'rediss://redis.example:7000/3',
      options: { host: 'redis.example', port: 7000, db: 3, username: 'me', password: 'p@ss', tls: {} },
      cli: 'redis-cli -h redis.example -p 7000 --tls --user me --askpass',
    });
  });

  test('reads a socket and its database', () => {
    expect(readRedisUrl('unix:///run/a%20b.sock?db=2')).toEqual({
      shown: 'unix:///run/a b.sock',
      options: { path: '/run/a b.sock', db: 2 },
      cli: 'redis-cli -s /run/a b.sock',
    });
  });

  test('reads user and password of a socket', () => {
    expect(readRedisUrl('unix://me:p%40ss@/run/a.sock?db=2')).toEqual({
      shown: 'unix:///run/a.sock',
      options: { path: '/run/a.sock', db: 2, username: 'me', password: 'p@ss' },
      cli: 'redis-cli -s /run/a.sock --user me --askpass',
    });
  });

  test('reads an IPv6 host', () => {
    expect(readRedisUrl('redis://[::1]').options).toMatchObject({ host: '::1', port: 6379 });
  });

  test('reads sentinels, their master and database, and passwords of both', () => {
    expect(
      readRedisUrl('redis+sentinel://me:p%40ss@h1:26379,[::1]/mymaster/2?sentinel_password=s3cret'),
    ).toEqual({
      shown: 'redis+sentinel://h1:26379,[::1]:26379/mymaster/2',
      options: {
        sentinels: [
          { host: 'h1', port: 26379 },
          { host: '::1', port: 26379 },
        ],
        name: 'mymaster',
        db: 2,
        username: 'me',
        password: 'p@ss',
        sentinelPassword: 's3cret',
      },
      cli: 'redis-cli -h <each server of mymaster>',
    });
  });

  test('reads the nodes of a cluster', () => {
    expect(readRedisUrl('rediss+cluster://:p:w@h1:7000,h2')).toEqual({
      shown: 'rediss+cluster://h1:7000,h2:6379',
      options: { password: 'p:w', tls: {} },
      cli: 'redis-cli --cluster call h1:7000',
      nodes: [
        { host: 'h1', port: 7000 },
        { host: 'h2', port: 6379 },
      ],
    });
  });

  test.each([
    'redis+sentinel://h1:26379,h2:26379',
    'redis+sentinel://h1:26379/m/x',
    'redis+sentinel://h1:x/m',
    'redis+cluster://h1,,h2',
    'redis+cluster://h1/1',
    'redis+cluster://h1:99999',
    'redis+sentinel://h1/%zz',
    'redis+sentinel://u:%zz@h1:26379/m',
    'redis://u:%zz@h1',
    'redis://h1/abc',
    'redis://h1/-1',
    'redis://h1/1/2',
    'unix:///tmp/%zz',
    'unix://:%zz@/tmp/redis.sock',
    'unix:///tmp/redis.sock?db=abc',
    'unix:///tmp/redis.sock?db=1.5',
  ])('refuses %s as a mistake in the configuration', (text) => {
    let error: unknown;
    try {
      readRedisUrl(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RedisError);
    expect(error).toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('redis+sentinel://host:port,host:port/master'),
    });
  });
});
