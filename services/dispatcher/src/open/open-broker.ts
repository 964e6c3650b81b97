import { type Broker, type Refusal, startBroker } from '@opencode-commander/broker';
import { type ProviderPause, providerPause } from '@opencode-commander/queue';
import { isRedisFault } from '../is-redis-fault.ts';
import type { Run } from '../run.ts';
import { agentTools } from '../tools/agent-tools.ts';
import { meetPause } from './meet-pause.ts';
import { brokerProviders, PLACEHOLDER_KEY } from './model-access.ts';
import type { PreparedRepository } from './prepare-repository.ts';

/** Opens a sandbox's one door out. */
export function openBroker(run: Run, repository: PreparedRepository, socketPath: string): Promise<Broker> {
  const { config } = run.context;
  return startBroker({
    ...anyDoor(run, repository, socketPath),
    providers: brokerProviders(config.llm),
    allowedModels: () => config.models.allowed,
    tools: agentTools(run),
    pausedFor: async (provider) => {
      await meetPause(run, provider);
      return notePause(run, provider);
    },
    onModelRequest: () => run.modelRequested(),
    onQuota: (quota) => {
      run.quota = quota;
    },
  });
}

/** The same for one without an agent: to the repository and the hosts that are listed, and to no model or tool. */
export function openBrokerWithoutAgent(
  run: Run,
  repository: PreparedRepository,
  socketPath: string,
): Promise<Broker> {
  return startBroker({ ...anyDoor(run, repository, socketPath), providers: {}, allowedModels: () => [] });
}

function anyDoor(run: Run, repository: PreparedRepository, socketPath: string) {
  const { config, environment, log } = run.context;
  return {
    socketPath,
    repository: repository.servedAs,
    quarantine: repository.quarantine,
    placeholderKey: PLACEHOLDER_KEY,
    egressAllow: config.containers.egressAllow,
    environment,
    onError: (err: unknown) => log.error({ err, task: run.task.id }, 'the broker failed'),
    onRefusal: (refusal: Refusal) => run.refused(refusal),
  };
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
