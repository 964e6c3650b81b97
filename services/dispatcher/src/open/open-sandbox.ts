import type { Agent } from '@opencode-commander/agent';
import type { Broker } from '@opencode-commander/broker';
import {
  createSandbox,
  type SandboxSpec,
  SESSION_FILE,
  type StartedSandbox,
} from '@opencode-commander/sandbox';
import { repositorySettings } from '../repository-settings.ts';
import type { Run } from '../run.ts';
import { prepareDevShell } from './dev-shell/prepare-dev-shell.ts';
import type { Holdings } from './holdings.ts';
import { joinSandbox } from './join-sandbox.ts';
import { openBroker } from './open-broker.ts';
import type { PreparedRepository } from './prepare-repository.ts';
import { sandboxEnvironment } from './sandbox-environment.ts';
import { readSession } from './session-file.ts';
import { startAgentSandbox } from './start-agent-sandbox.ts';

/** A running container: opencode in it, and the broker at its door. */
export type OpenedSandbox = {
  agent: Agent;
  broker: Broker;
  container: StartedSandbox;
  repository: PreparedRepository;
  /** The session to go on with: the task's own from an earlier run, or that of the task it follows up on. */
  sessionId: string | null;
  /** How the container was found: made for this run, or with the disk, or the processes too, of an earlier one. */
  origin: 'new' | 'stopped' | 'running';
  /** A process that lost it, frozen perhaps, still holds its broker's end: what the agent asks there may never be answered. */
  isContested: boolean;
};

/** Opens a new container, with a healthy opencode and the broker as the only way out; `holdings` let go of all of it. */
export async function openSandbox(
  run: Run,
  repository: PreparedRepository,
  holdings: Holdings,
): Promise<OpenedSandbox> {
  const { context, task } = run;
  const password = context.randomHex(24);
  const session = await readSession(context, task);
  const plain = sandboxSpec(run, repository, { password, hasSession: session !== null });
  const shell = await prepareDevShell(run, { repository, spec: plain }, holdings);
  const spec =
    shell.start === 'plain'
      ? plain
      : { ...plain, env: { ...plain.env, ...shell.env }, nixCache: shell.nixCache };
  const created = await createSandbox(context.podman, spec);
  holdings.holdContainer({ ...created, epoch: task.epoch });
  if (session !== null) await created.putFile(SESSION_FILE, session.text);
  const broker = await openBroker(run, repository, created.brokerSocket);
  holdings.stack.defer('the broker', () => broker.stop());
  const { container, devShell } = await startAgentSandbox(run, { created, shell, image: spec.image });
  holdings.holdStarted(container);
  await run.patch({ containerId: container.id, sessionId: null, devShell });
  const agent = await joinSandbox(run, { container, password, stack: holdings.stack });
  const sessionId = session?.id ?? null;
  return { agent, broker, container, repository, sessionId, origin: 'new', isContested: false };
}

function sandboxSpec(
  run: Run,
  repository: PreparedRepository,
  { password, hasSession }: { password: string; hasSession: boolean },
): SandboxSpec {
  const { config, image, instance } = run.context;
  const { containers } = config;
  return {
    taskId: run.task.id,
    epoch: run.task.epoch,
    instance,
    image: repositorySettings(config, repository.fullName).image ?? image,
    runDir: config.runDir,
    env: {
      ...sandboxEnvironment(run, repository, password),
      ...(hasSession && { COMMANDER_SESSION_FILE: SESSION_FILE }),
    },
    cpus: containers.cpuLimit,
    memoryBytes: containers.memoryLimitBytes,
    pidsLimit: containers.pidsLimit,
    runtime: containers.runtime,
  };
}
