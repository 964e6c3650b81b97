import { type Agent, AgentError, agentEnvironment, connectAgent } from '@opencode-commander/agent';
import { type Broker, startBroker } from '@opencode-commander/broker';
import {
  createSandbox,
  PodmanError,
  type SandboxSpec,
  type StartedSandbox,
} from '@opencode-commander/sandbox';
import type { ReleaseStack } from '@opencode-commander/service';
import { brokerProviders, PLACEHOLDER_KEY, sandboxProviders } from './model-access.ts';
import type { PreparedRepository } from './prepare-repository.ts';
import { repositorySettings } from './repository-settings.ts';
import type { Run } from './run.ts';

const BROKER_IN_SANDBOX = 'http://127.0.0.1:8080';
const WORKSPACE = '/workspace';

/** A running container: opencode in it, and the broker at its door. */
export type OpenedSandbox = { agent: Agent; broker: Broker };

/** Opens the run's container, with a healthy opencode and the broker as the only way out; all of it ends with `stack`. */
export async function openSandbox(
  run: Run,
  repository: PreparedRepository,
  stack: ReleaseStack,
): Promise<OpenedSandbox> {
  const { context, signal } = run;
  const password = context.randomHex(24);
  const sandbox = await createSandbox(context.podman, sandboxSpec(run, repository, password));
  stack.defer('the container', () => sandbox.remove());
  const broker = await openBroker(run, repository, sandbox.brokerSocket);
  stack.defer('the broker', () => broker.stop());
  const started = await sandbox.start({ signal });
  stack.defer('the running container', () => started.remove());
  await run.patch({ containerId: started.id });
  const agent = connectAgent({ socketPath: started.agentSocket, password, directory: WORKSPACE });
  stack.defer('the connection to opencode', () => agent.close());
  await Promise.race([untilHealthy(run, agent, started), untimelyEnd(started)]);
  return { agent, broker };
}

async function untilHealthy({ context, signal }: Run, agent: Agent, started: StartedSandbox): Promise<void> {
  const { healthyWithinMs: timeoutMs } = context;
  try {
    await agent.untilHealthy({ timeoutMs, signal });
  } catch (cause) {
    if (!(cause instanceof AgentError)) throw cause;
    const said = oneLine(await started.logs(5));
    throw new PodmanError(`opencode did not become healthy within ${timeoutMs / 1000} s: ${said}`, { cause });
  }
}

function oneLine(log: string): string {
  return log.trim().replace(/\s*\n\s*/g, ' | ') || 'the container said nothing';
}

function sandboxSpec(run: Run, repository: PreparedRepository, password: string): SandboxSpec {
  const { config, image, instance } = run.context;
  const { containers } = config;
  return {
    taskId: run.task.id,
    epoch: run.task.epoch,
    instance,
    image: repositorySettings(config, repository.fullName).image ?? image,
    runDir: config.runDir,
    env: sandboxEnvironment(run, repository, password),
    cpus: containers.cpuLimit,
    memoryBytes: containers.memoryLimitBytes,
    pidsLimit: containers.pidsLimit,
    runtime: containers.runtime,
  };
}

/** What the entry script and opencode need to know: addresses, a branch, a password that opens this container only. */
function sandboxEnvironment(
  run: Run,
  repository: PreparedRepository,
  password: string,
): Record<string, string> {
  const { llm, models } = run.context.config;
  const providers = sandboxProviders(llm, BROKER_IN_SANDBOX);
  return {
    ...agentEnvironment({ password, providers, defaultModel: models.default, proxy: BROKER_IN_SANDBOX }),
    COMMANDER_REPOSITORY: `${repository.fullName}.git`,
    COMMANDER_BRANCH: run.task.branch,
    COMMANDER_BASE: repository.startSha,
  };
}

function openBroker(run: Run, repository: PreparedRepository, socketPath: string): Promise<Broker> {
  const { config, environment, log } = run.context;
  return startBroker({
    socketPath,
    repository: repository.fullName,
    quarantine: repository.quarantine,
    providers: brokerProviders(config.llm),
    placeholderKey: PLACEHOLDER_KEY,
    allowedModels: config.models.allowed,
    egressAllow: config.containers.egressAllow,
    environment,
    onError: (err) => log.error({ err, task: run.task.id }, 'the broker failed'),
    onModelRequest: () => run.modelRequested(),
    onRefusal: (refusal) => run.refused(refusal),
  });
}

async function untimelyEnd(started: StartedSandbox): Promise<never> {
  const { code } = await started.exited;
  throw new PodmanError(
    `The container ended with ${code} before opencode answered: ${oneLine(await started.logs(5))}`,
  );
}
