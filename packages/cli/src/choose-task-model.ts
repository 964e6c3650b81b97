import type { Cli } from './cli.ts';
import { openClient } from './open-client.ts';
import { steer } from './steer.ts';
import { tellIfUnknownProvider } from './tell-if-unknown-provider.ts';
import { UsageError } from './usage-error.ts';

type Choice = { task: string; model: string | null; repository: boolean; json: boolean };

/** `commander model`. Throws UsageError, and what the operation throws. */
export async function chooseTaskModel(cli: Cli, { task, model, repository, json }: Choice): Promise<void> {
  if (repository === (model !== null)) throw new UsageError('name a model, or say --repository');
  const client = await openClient(cli);
  await steer(cli, { task, operation: 'model.choose', input: { model }, json, client });
  const [provider] = model?.split('/', 1) ?? [];
  if (provider !== undefined) await tellIfUnknownProvider(cli, client, provider);
}
