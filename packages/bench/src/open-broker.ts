import { join } from 'node:path';
import { type Provider, type Quarantine, startBroker } from '@opencode-commander/broker';
import type { Ground } from './ground.ts';

export type OpenBroker = {
  /** Where its socket is to be; an existing directory. */
  directory: string;
  /** `owner/name`. */
  repository: string;
  quarantine: Quarantine;
  providers: Readonly<Record<string, Provider>>;
  /** What stands for the providers' keys. */
  key: string;
};

/** A broker for as long as the ground lasts; answers with its socket. */
export async function openBroker({ stack, environment, say }: Ground, options: OpenBroker): Promise<string> {
  const { directory, key, ...served } = options;
  const socketPath = join(directory, 'broker.sock');
  const broker = await startBroker({
    ...served,
    socketPath,
    placeholderKey: key,
    allowedModels: () => null,
    egressAllow: [],
    environment,
    onRefusal: ({ line }) => say(`the broker refused: ${line}`),
    onError: (error) => say(`the broker failed: ${error}`),
  });
  stack.defer('the broker', () => broker.stop());
  return socketPath;
}
