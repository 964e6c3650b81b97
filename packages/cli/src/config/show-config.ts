import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatConfig } from './format-config.ts';

/** `commander config show`. Throws NoSuchKeyError, ConfigError, RedisError. */
export async function showConfig(
  cli: Cli,
  { key, json }: { key: string | undefined; json: boolean },
): Promise<void> {
  const client = await openClient(cli);
  const shown = await client.ask('config.show', key === undefined ? {} : { key });
  if (json) return cli.print(JSON.stringify(shown));
  for (const line of formatConfig(shown.keys, cli)) cli.print(line);
  for (const line of shown.ignored) cli.say(`Left out: ${line}`);
}
