import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { RedisError } from '../redis/redis-error.ts';
import { onceEach } from '../store/once-each.ts';
import { parseEntry } from '../store/parse-entry.ts';
import { keyPrefix } from '../store/store-keys.ts';

const overrideSchema = z.object({ value: z.unknown(), by: z.string(), at: z.iso.datetime() });
/** The value that somebody gave a key of the configuration at runtime. */
export type ConfigOverride = z.infer<typeof overrideSchema>;

/** By key, such as `timeouts.high`. */
export type ConfigOverrides = Readonly<Record<string, ConfigOverride>>;

/** What people have set at runtime, for all processes; it outlives them. */
export type OverrideStore = {
  read(): Promise<ConfigOverrides>;
  /**
   * Keeps what `decide` makes of what is there; it is asked again when somebody else was faster. What it throws is passed on,
   * and nothing is changed.
   */
  change(decide: (before: ConfigOverrides) => ConfigOverrides): Promise<ConfigOverrides>;
};

export type OverrideStoreOptions = {
  /** Hears, once of each, of what cannot be read. */
  onCorrupt?: (error: RedisError) => void;
};

const putIfSame = defineScript('put-if-same', 1);
const textSchema = z.record(z.string(), z.unknown());

/** All of it is one value in Redis, so that it changes as one. Everything throws RedisError. */
export function configOverrides(
  { redis, prefix }: Keyspace,
  { onCorrupt = () => undefined }: OverrideStoreOptions = {},
): OverrideStore {
  const key = `${keyPrefix(prefix)}:config`;
  const report = onceEach(onCorrupt);
  const parse = (text: string): ConfigOverrides => {
    const { overrides, lost } = readOverrides(text);
    for (const what of lost) report(new RedisError(describeCorrupt(key, what)));
    return overrides;
  };
  const get = async () => (await redis.get(key)) ?? '';
  return {
    read: () => orRedisError(async () => parse(await get())),
    change: async (decide) => {
      for (;;) {
        const text = await orRedisError(get);
        const after = decide(parse(text));
        const next = JSON.stringify(after);
        if ((await orRedisError(() => putIfSame(redis, [key], [text, next]))) === 1) return after;
      }
    },
  };
}

/** An entry that cannot be read is lost, and no other one with it. */
function readOverrides(text: string): { overrides: ConfigOverrides; lost: string[] } {
  if (text === '') return { overrides: {}, lost: [] };
  const entries = parseEntry(textSchema, text);
  if (entries === null) return { overrides: {}, lost: ['all'] };
  const read = Object.entries(entries).map(([key, entry]) => ({
    key,
    override: overrideSchema.safeParse(entry).data,
  }));
  const overrides = read.flatMap(({ key, override }) => (override ? [[key, override] as const] : []));
  const lost = read.flatMap(({ key, override }) => (override ? [] : [key]));
  return { overrides: Object.fromEntries(overrides), lost };
}

function describeCorrupt(key: string, what: string): string {
  const found = what === 'all' ? `${key} in Redis` : `The entry ${what} of ${key} in Redis`;
  return `${found} cannot be read: what was set there at runtime does not count, set it anew with commander config`;
}
