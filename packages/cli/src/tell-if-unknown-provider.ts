import type { ControlClient } from '@opencode-commander/control';
import type { Cli } from './cli.ts';

/** Says when whoever is asked has no such model provider. It is refused nowhere: other hosts may have others. */
export async function tellIfUnknownProvider(
  { say }: Pick<Cli, 'say'>,
  client: ControlClient,
  provider: string,
): Promise<void> {
  const { keys } = await client.ask('config.show', {});
  // `llm.<provider>.<key>`, whose provider may have dots.
  const isKnown = keys.some(({ key }) => key.slice(0, key.lastIndexOf('.')) === `llm.${provider}`);
  if (!isKnown) say(`The configuration has no [llm.${provider}]: look whether that is how it is spelled.`);
}
