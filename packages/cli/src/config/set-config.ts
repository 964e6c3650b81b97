import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { plain } from '../show/plain.ts';
import { UsageError } from '../usage-error.ts';
import { printChanged } from './print-changed.ts';

export type SetConfig = {
  /** A key, its value, and so on. */
  words: readonly string[];
  json: boolean;
};

/** `commander config set`. Throws UsageError, ConfigError, RedisError, and for what breaks a rule ConfigChangeError. */
export async function setConfig(cli: Cli, { words, json }: SetConfig): Promise<void> {
  const changes = pairs(words);
  const client = await openClient(cli);
  printChanged(cli, await client.ask('config.set', { changes }), { json });
}

function pairs(words: readonly string[]): Record<string, string> {
  const changes: Record<string, string> = {};
  for (let i = 0; i < words.length; i += 2) {
    const [key = '', value] = words.slice(i, i + 2);
    if (value === undefined)
      throw new UsageError(`${plain(key)} has no value: write each key with its value behind it`);
    if (Object.hasOwn(changes, key)) throw new UsageError(`${plain(key)} stands there twice`);
    changes[key] = value;
  }
  return changes;
}
