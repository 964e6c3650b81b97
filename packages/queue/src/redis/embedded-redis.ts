import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { platform as hostPlatform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { connectRedis } from './connect-redis.ts';
import { orRedisError } from './or-redis-error.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RedisError } from './redis-error.ts';
import { launchRedisServer, type ServerChild, type ServerPlace } from './redis-server.ts';

export type EmbeddedRedisOptions = {
  /** The data live in `<dataDir>/redis`; there is one server for each data directory. */
  dataDir: string;
  /** The socket is made here; its path may have at most 107 bytes. */
  runDir: string;
  /** How long the server may take to read its data, in ms. */
  startTimeoutMs?: number;
  signal?: AbortSignal;
  /** Hears the process id of a server that is started, as soon as it is. */
  onChild?: ((pid: number) => void) | undefined;
  /** Hears that a server that this process started has ended without being stopped. */
  onLost?: ((error: RedisError) => void) | undefined;
  /** False when only a server that runs already is to be used: nothing is made or started; true unless given. */
  start?: boolean;
  /** The redis-server to run, when it is not the one on the PATH. */
  program?: string;
  platform?: NodeJS.Platform;
};

export type EmbeddedRedis = {
  url: string;
  /** Process id of the redis-server. */
  pid: number;
  /** Whether this process started it; false when it shares another one's, or an orphan. */
  owned: boolean;
  /** Stops the server, unless another process of ours still uses it. */
  stop(): Promise<void>;
};

const START_TIMEOUT_MS = 60_000;
const RETRY_MS = 50;
const MAX_SOCKET_BYTES = 107;
/** Every process that uses the server keeps a connection of this name; the last one to leave stops the server. */
const USER = 'commander-user';

/**
 * The redis-server of a data directory: started when none runs, shared when one does. Processes that start at once end
 * up with one server. Throws RedisError.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const {
    program = 'redis-server',
    platform = hostPlatform(),
    startTimeoutMs = START_TIMEOUT_MS,
    onChild,
    onLost,
    start = true,
  } = options;
  const place = await preparePlace(options).catch((cause: unknown) => {
    if (cause instanceof RedisError) throw cause;
    throw new RedisError(`Redis cannot keep its data in ${options.dataDir}: ${text(cause)}`, { cause });
  });
  const timeout = AbortSignal.timeout(startTimeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    for (;;) {
      const running = await useServer(place);
      if (running) return running;
      if (!start) throw new RedisError(`No redis-server runs on ${place.directory}: commander up starts one`);
      const child = await launchRedisServer({ place, program, platform, signal, onChild });
      if (child) return await ownServer(place, { child, onLost });
      // Another process is just starting the server, or ending it.
      await delay(RETRY_MS, undefined, { signal });
    }
  } catch (cause) {
    if (!timeout.aborted) throw cause;
    const seconds = startTimeoutMs / 1000;
    throw new RedisError(`redis-server did not answer within ${seconds} s: see ${place.log}`, { cause });
  }
}

async function preparePlace({ dataDir, runDir, start = true }: EmbeddedRedisOptions): Promise<ServerPlace> {
  const directory = join(dataDir, 'redis');
  const needed = start ? [directory, runDir] : [];
  for (const each of needed) await mkdir(each, { recursive: true, mode: 0o700 });
  // Two data directories may share a run directory: each has a socket of its own.
  const name = createHash('sha256')
    .update(await realpath(directory))
    .digest('hex')
    .slice(0, 8);
  const socket = join(runDir, `redis-${name}.sock`);
  if (Buffer.byteLength(socket) > MAX_SOCKET_BYTES)
    throw new RedisError(`The socket path ${socket} is too long: choose a shorter run directory`);
  return { directory, socket, lock: join(directory, 'lock'), log: join(directory, 'redis.log') };
}

/** The server that runs on the place, with us as one of its users; null when none answers. */
async function useServer(place: ServerPlace): Promise<EmbeddedRedis | null> {
  for (const socket of new Set([place.socket, await recordedSocket(place)])) {
    const url = urlOf(socket);
    const redis = await connectRedis({ url, role: 'producer' }).catch(nullIfRedisError);
    const running = redis && (await embedded(redis, { url, child: null }).catch(nullIfRedisError));
    if (running) return running;
    // It was just ending.
    redis?.disconnect();
  }
  return null;
}

function nullIfRedisError(error: unknown): null {
  if (error instanceof RedisError) return null;
  throw error;
}

async function ownServer(
  place: ServerPlace,
  { child, onLost }: { child: ServerChild } & Pick<EmbeddedRedisOptions, 'onLost'>,
): Promise<EmbeddedRedis> {
  try {
    // For processes with another run directory.
    await writeFile(recordOf(place), place.socket);
    const redis = await connectRedis({ url: urlOf(place.socket), role: 'producer' });
    const own = await embedded(redis, { url: urlOf(place.socket), child });
    return tellingLoss(own, { ended: child.ended, log: place.log, onLost });
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** The same server; its end is a loss unless it was told to stop before. */
function tellingLoss(
  own: EmbeddedRedis,
  { ended, log, onLost }: { ended: ServerChild['ended']; log: string } & Pick<EmbeddedRedisOptions, 'onLost'>,
): EmbeddedRedis {
  let isStopping = false;
  void ended.then((end) => {
    if (isStopping) return;
    const how = typeof end === 'number' ? `exit ${end}` : end;
    onLost?.(
      new RedisError(`The embedded Redis has ended (${how}, see ${log}): start again; nothing is lost`),
    );
  });
  const stop = () => {
    isStopping = true;
    return own.stop();
  };
  return { ...own, stop };
}

async function embedded(
  redis: RedisConnection,
  { url, child }: { url: string; child: ServerChild | null },
): Promise<EmbeddedRedis> {
  const info = await orRedisError(async () => {
    await redis.client('SETNAME', USER);
    return redis.info('server');
  });
  const pid = Number(line(info, 'process_id:'));
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= leave(redis, child);
    return stopped;
  };
  return { url, pid, owned: child !== null, stop };
}

async function leave(redis: RedisConnection, child: ServerChild | null): Promise<void> {
  // A server that does not answer any more has no other users either.
  const inUse = await hasOtherUsers(redis).catch(() => false);
  if (!inUse) await (child ? child.stop() : shutDown(redis));
  redis.disconnect();
}

/** Of users that leave at once at least one sees that it is the last, since each first takes its own name away. */
async function hasOtherUsers(redis: RedisConnection): Promise<boolean> {
  await redis.client('SETNAME', '');
  const clients = String(await redis.client('LIST')).split('\n');
  return clients.some((client) => client.includes(` name=${USER} `));
}

/** Ends a server that is not our child; its connections close when its process is gone. */
async function shutDown(redis: RedisConnection): Promise<void> {
  if (!(redis instanceof Redis) || redis.status !== 'ready') return;
  redis.options.retryStrategy = () => null;
  const ended = new Promise((resolve) => redis.once('end', resolve));
  // The reply is that the connection closes.
  redis.shutdown().catch(() => undefined);
  await ended;
}

function recordOf({ directory }: ServerPlace): string {
  return join(directory, 'socket');
}

async function recordedSocket(place: ServerPlace): Promise<string> {
  return readFile(recordOf(place), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return place.socket;
    throw error;
  });
}

function urlOf(socket: string): string {
  return `unix://${encodeURI(socket)}`;
}

function line(info: string, name: string): string {
  const found = info.split('\r\n').find((entry) => entry.startsWith(name));
  return found?.slice(name.length) ?? '';
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
