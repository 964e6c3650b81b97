import { type Agent, AgentError, connectAgent } from '@opencode-commander/agent';
import { PodmanError, type StartedSandbox } from '@opencode-commander/sandbox';
import type { ReleaseStack } from '@opencode-commander/service';
import { oneLine } from '@opencode-commander/task';
import { agentWithFailpoints } from '../failpoints/agent-with-failpoints.ts';
import type { Run } from '../run.ts';

const WORKSPACE = '/workspace';
const LOG_LINES = 5;
const LONGEST_LOG = 1_000;

type Joining = { container: StartedSandbox; password: string; stack: ReleaseStack };

/** Connects to a started container's opencode, once that is healthy. Throws PodmanError when it does not become so. */
export async function joinSandbox(run: Run, { container, password, stack }: Joining): Promise<Agent> {
  const agent = connectAgent({ socketPath: container.agentSocket, password, directory: WORKSPACE });
  stack.defer('the connection to opencode', () => agent.close());
  await Promise.race([untilHealthy(run, agent, container), untimelyEnd(container)]);
  const { failpoints } = run.context;
  return failpoints ? agentWithFailpoints(agent, failpoints) : agent;
}

async function untilHealthy(
  { context, signal }: Run,
  agent: Agent,
  container: StartedSandbox,
): Promise<void> {
  const { healthyWithinMs: timeoutMs } = context;
  try {
    await agent.untilHealthy({ timeoutMs, signal });
  } catch (cause) {
    if (!(cause instanceof AgentError)) throw cause;
    const said = await lastWords(container);
    throw new PodmanError(`opencode did not become healthy within ${timeoutMs / 1000} s: ${said}`, { cause });
  }
}

async function untimelyEnd(container: StartedSandbox): Promise<never> {
  const { code } = await container.exited;
  const said = await lastWords(container);
  throw new PodmanError(`The container ended with ${code} before opencode answered: ${said}`);
}

async function lastWords(container: StartedSandbox): Promise<string> {
  const log = await container.logs(LOG_LINES);
  return oneLine(log.trim().replace(/\s*\n\s*/g, ' | '), LONGEST_LOG) || 'the container said nothing';
}
