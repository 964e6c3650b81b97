import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { RedisError } from '../redis/redis-error.ts';
import { parseEntry } from './parse-entry.ts';
import { keyPrefix } from './store-keys.ts';

/** What a store says of itself. */
export type StoreIdentity = {
  /** The layout of its keys; what was written before there were versions is 1. */
  version: number;
  /** Made once: another one says that everything there was has been lost. */
  id: string;
};

/** Brings a store from one version to the next. It may be cut off at any point and is begun again then. */
export type Migration = (keyspace: Keyspace) => Promise<void>;

export type OpenStoreOptions = Keyspace & {
  /** The first one leads from version 1 to 2; unless given, those that there are. */
  migrations?: readonly Migration[];
  newId?: () => string;
};

/** A store of version 1 needs none: add here what changes the meaning of a key that is there already. */
const MIGRATIONS: readonly Migration[] = [];

/** For so long a migration that ended without a word keeps others from beginning it again. */
const MIGRATING_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/**
 * Any of these tells of a store from before stores had a version. Not what each process writes as soon as it runs, or a store
 * that was wiped would count as old.
 */
const LASTING = ['index:all', 'pulls', 'repositories'];

const holdMigration = defineScript('hold-migration', 2);

const identitySchema = z.object({
  version: z.number().int().min(1),
  id: z.string().min(1),
});

/**
 * Makes the store if there is none, migrates an older one, and tells which one it is. Throws RedisError, also for a store
 * that a newer commander has written.
 */
export async function openStore({
  redis,
  prefix,
  migrations = MIGRATIONS,
  newId = randomUUID,
}: OpenStoreOptions): Promise<StoreIdentity> {
  const keyspace = { redis, prefix };
  const current = migrations.length + 1;
  const found = await orRedisError(() => identify(keyspace, { current, newId }));
  refuseNewer(found, { prefix, current });
  return found.version === current ? found : await orRedisError(() => migrate(keyspace, migrations));
}

/** Throws RedisError for a store that `openStore` would refuse; neither makes nor migrates one. */
export async function checkStoreVersion(keyspace: Keyspace): Promise<void> {
  const found = await orRedisError(() => read(keyspace));
  if (found) refuseNewer(found, { prefix: keyspace.prefix, current: MIGRATIONS.length + 1 });
}

function refuseNewer(
  { version }: StoreIdentity,
  { prefix, current }: { prefix: string; current: number },
): void {
  if (version <= current) return;
  throw new RedisError(
    `The store ${prefix} in Redis has version ${version}, and this commander knows ${current}: ` +
      'update this commander, or its image, or set another redis.prefix',
  );
}

async function identify(
  keyspace: Keyspace,
  { current, newId }: { current: number; newId: () => string },
): Promise<StoreIdentity> {
  const known = await read(keyspace);
  if (known) return known;
  // What lasts, and has no version, was written before there was one.
  const isOld =
    (await keyspace.redis.exists(LASTING.map((name) => `${keyPrefix(keyspace.prefix)}:${name}`))) > 0;
  const made = { version: isOld ? 1 : current, id: newId() };
  await keyspace.redis.set(keyOf(keyspace), JSON.stringify(made), 'NX');
  return (await read(keyspace)) ?? made;
}

/** One process migrates, the others wait for it; one that was away for longer than its lock lasts looks again how far it is. */
async function migrate(keyspace: Keyspace, migrations: readonly Migration[]): Promise<StoreIdentity> {
  const lock = `${keyOf(keyspace)}:migrating`;
  const word = randomUUID();
  while ((await keyspace.redis.set(lock, word, 'PX', MIGRATING_MS, 'NX')) === null)
    await delay(LOOK_AGAIN_MS);
  let store = identitySchema.parse(await read(keyspace));
  const hold = async (ms: number) =>
    (await holdMigration(keyspace.redis, [lock, keyOf(keyspace)], [word, ms, JSON.stringify(store)])) === 1;
  try {
    for (const step of migrations.slice(store.version - 1)) {
      await step(keyspace);
      store = { ...store, version: store.version + 1 };
      if (!(await hold(MIGRATING_MS))) return migrate(keyspace, migrations);
    }
    return store;
  } finally {
    await hold(0);
  }
}

async function read(keyspace: Keyspace): Promise<StoreIdentity | null> {
  const text = await keyspace.redis.get(keyOf(keyspace));
  if (text === null) return null;
  const identity = parseEntry(identitySchema, text);
  if (identity !== null) return identity;
  throw new RedisError(
    `${keyOf(keyspace)} in Redis is not what commander writes: look at it with redis-cli get '${keyOf(keyspace)}'`,
  );
}

function keyOf({ prefix }: Keyspace): string {
  return `${keyPrefix(prefix)}:store`;
}
