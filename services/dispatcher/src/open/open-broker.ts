import { type Broker, startBroker } from '@opencode-commander/broker';
import { type ProviderPause, providerPause } from '@opencode-commander/queue';
import { isRedisFault } from '../is-redis-fault.ts';
import type { Run } from '../run.ts';
import { agentTools } from '../tools/agent-tools.ts';
import { meetPause } from './meet-pause.ts';
import { brokerProviders, PLACEHOLDER_KEY } from './model-access.ts';
import type { PreparedRepository } from './prepare-repository.ts';

/** Opens a sandbox's one door out. */
export function openBroker(run: Run, repository: PreparedRepository, socketPath: string): Promise<Broker> {
  const { config, environment, log } = run.context;
  return startBroker({
    socketPath,
    repository: repository.servedAs,
    quarantine: repository.quarantine,
    providers: brokerProviders(config.llm),
    placeholderKey: PLACEHOLDER_KEY,
    allowedModels: () => config.models.allowed,
    egressAllow: config.containers.egressAllow,
    tools: agentTools(run),
    environment,
    pausedFor: async (provider) => {
      await meetPause(run, provider);
      return notePause(run, provider);
    },
    onError: (err) => log.error({ err, task: run.task.id }, 'the broker failed'),
    onModelRequest: () => run.modelRequested(),
    onQuota: (quota) => {
      run.quota = quota;
    },
    onRefusal: (refusal) => run.refused(refusal),
  });
}

/** A refusal by the broker reaches opencode without its reason: the run keeps that. */
async function notePause(run: Run, provider: string): Promise<number | null> {
  const pause = await readPause(run, provider);
  if (pause === null) return null;
  run.quota = { provider, retryAfterMs: pause.forMs };
  return pause.forMs;
}

/** Without Redis nobody knows better than to ask the provider. */
async function readPause({ context: { queues, log } }: Run, provider: string): Promise<ProviderPause | null> {
  try {
    return await providerPause(queues, provider);
  } catch (err) {
    if (!isRedisFault(err)) throw err;
    log.warn({ err, provider }, 'it is not known whether the provider is to be left alone');
    return null;
  }
}
