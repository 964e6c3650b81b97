import type { InputOf } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { printChanged } from '../config/print-changed.ts';
import { openClient } from '../open-client.ts';
import { UsageError } from '../usage-error.ts';

/** Settings as people name them; one that is undefined stays as it is. */
export type RepositorySettings = {
  maxConcurrent?: number | undefined;
  setup?: string | undefined;
  image?: string | undefined;
  /** The names of those that go back. */
  unset?: readonly string[] | undefined;
};

/** `commander repos set`. Throws UsageError, ConfigError, RedisError, and for what breaks a rule ConfigChangeError. */
export async function configureRepository(
  cli: Cli,
  { repo, settings, json }: { repo: string; settings: RepositorySettings; json: boolean },
): Promise<void> {
  const changes = changesOf(settings);
  if (Object.keys(changes).length === 0)
    throw new UsageError('name a setting to change: see commander repos set --help');
  const client = await openClient(cli);
  printChanged(cli, await client.ask('repos.configure', { repo, ...changes }), { json });
}

function changesOf(settings: RepositorySettings): Omit<InputOf<'repos.configure'>, 'repo'> {
  const { maxConcurrent, setup, image, unset = [] } = settings;
  const back = unset.map((name) => [name.replaceAll('-', '_'), null] as const);
  return {
    ...(maxConcurrent !== undefined && { max_concurrent: maxConcurrent }),
    ...(setup !== undefined && { setup }),
    ...(image !== undefined && { image }),
    ...Object.fromEntries(back),
  };
}
