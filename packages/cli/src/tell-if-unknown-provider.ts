import type { ControlClient } from '@opencode-commander/control';
import type { Cli } from './cli.ts';
import { configuredProviders } from './configured-providers.ts';

/** Says when whoever is asked has no such model provider. It is refused nowhere: other hosts may have others. */
export async function tellIfUnknownProvider(
  { say }: Pick<Cli, 'say'>,
  client: ControlClient,
  provider: string,
): Promise<void> {
  const { keys } = await client.ask('config.show', {});
  const isKnown = configuredProviders(keys).includes(provider);
  if (!isKnown) say(`The configuration has no [llm.${provider}]: look whether that is how it is spelled.`);
}
