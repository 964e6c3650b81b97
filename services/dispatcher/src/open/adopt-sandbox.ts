import { stat } from 'node:fs/promises';
import { isBrokerThere } from '@opencode-commander/broker';
import { type FoundSandbox, findSandbox, PodmanError, removeSandbox } from '@opencode-commander/sandbox';
import type { Run } from '../run.ts';
import { mirrorDirectory, quarantineDirectory } from './directories.ts';
import { findTarget } from './find-target.ts';
import type { Holdings } from './holdings.ts';
import { joinSandbox } from './join-sandbox.ts';
import { openBroker } from './open-broker.ts';
import type { OpenedSandbox } from './open-sandbox.ts';
import type { PreparedRepository } from './prepare-repository.ts';
import { readEnvironment } from './sandbox-environment.ts';

/** A container that runs had its socket when it was let go of. */
const SOCKET_WITHIN_MS = 5_000;

/**
 * Takes up the container of an earlier run of the task, with its session, whoever ran it; null when there is none on this
 * host that can be used: what is left of it is removed then.
 */
export async function adoptSandbox(run: Run, holdings: Holdings): Promise<OpenedSandbox | null> {
  const { context, signal, task } = run;
  if (task.containerId === null) return null;
  try {
    return await takeUp(run, holdings, task.containerId);
  } catch (err) {
    if (!(err instanceof PodmanError) || signal.aborted) throw err;
    context.log.warn(
      { err, task: task.id },
      'its container cannot be taken up: the task begins in a new one',
    );
    await holdings.startOver();
    await removeSandbox(context.podman, task.containerId);
    return null;
  }
}

async function takeUp(run: Run, holdings: Holdings, containerId: string): Promise<OpenedSandbox | null> {
  const { context, signal, task } = run;
  const found = await findSandbox(context.podman, containerId, { timeoutMs: SOCKET_WITHIN_MS, signal });
  if (found === null || found.taskId !== task.id || found.instance !== context.instance) return null;
  const known = await readKnown(run, found);
  if (known !== null) return join(run, holdings, { found, ...known });
  await found.sandbox.remove();
  return null;
}

type Known = { repository: PreparedRepository; password: string };

/** Everything about the earlier run that its container and its quarantine tell. */
async function readKnown(run: Run, found: FoundSandbox): Promise<Known | null> {
  const { config } = run.context;
  const { source, branch, baseSha } = run.task;
  const start = readEnvironment(found.environment);
  const path = quarantineDirectory(config, { taskId: found.taskId, epoch: found.epoch });
  if (start === null || baseSha === null || !(await isThere(path))) return null;
  const { password, ...begun } = start;
  const mirror = { path: mirrorDirectory(config, source) };
  const quarantine = { path, branch, maxPushBytes: config.containers.maxPushBytes };
  const target = await findTarget(run);
  return { password, repository: { ...target, ...begun, baseSha, mirror, quarantine } };
}

async function join(
  run: Run,
  holdings: Holdings,
  { found, repository, password }: { found: FoundSandbox } & Known,
): Promise<OpenedSandbox> {
  const { signal, task } = run;
  const { sandbox, epoch } = found;
  holdings.holdQuarantine(repository.quarantine.path);
  holdings.holdContainer({ id: sandbox.id, epoch, remove: () => sandbox.remove() });
  if (found.running) holdings.holdStarted(found.sandbox);
  const isContested = found.running && (await isBrokerThere(sandbox.brokerSocket));
  const broker = await openBroker(run, repository, sandbox.brokerSocket);
  holdings.stack.defer('the broker', () => broker.stop());
  const container = found.running ? found.sandbox : await found.sandbox.start({ signal });
  holdings.holdStarted(container);
  const agent = await joinSandbox(run, { container, password, stack: holdings.stack });
  const origin = found.running ? 'running' : 'stopped';
  return { agent, broker, container, repository, sessionId: task.sessionId, origin, isContested };
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
