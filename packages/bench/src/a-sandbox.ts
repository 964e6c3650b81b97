import { agentEnvironment } from '@opencode-commander/agent';
import type { SandboxSpec } from '@opencode-commander/sandbox';
import type { AgentHost } from './agent-host.ts';
import type { Ground } from './ground.ts';
import { MODEL, PROVIDER } from './world.ts';

export const PASSWORD = 'password-of-the-bench';
export const BRANCH = 'agent/1-bbbbbb';
/** Stands for the model's key inside. */
export const KEY = 'placeholder-of-the-bench';

const BROKER_IN_SANDBOX = 'http://127.0.0.1:8080';

/** A sandbox as a dispatcher with default settings makes it; one at a time on the same ground. */
export function aSandbox(
  { directory }: Ground,
  { image, instance }: AgentHost,
  { repository, base }: { repository: string; base: string },
): SandboxSpec {
  const baseUrl = `${BROKER_IN_SANDBOX}/llm/${PROVIDER}`;
  const provider = { name: PROVIDER, baseUrl, npm: null, models: ['scripted'], placeholderKey: KEY };
  const opencode = agentEnvironment({
    password: PASSWORD,
    providers: [provider],
    defaultModel: MODEL,
    proxy: BROKER_IN_SANDBOX,
  });
  return {
    taskId: '1-bbbbbb',
    epoch: 1,
    instance,
    image,
    runDir: directory,
    env: {
      ...opencode,
      COMMANDER_REPOSITORY: `${repository}.git`,
      COMMANDER_BRANCH: BRANCH,
      COMMANDER_BASE: base,
    },
    cpus: 2,
    memoryBytes: 4 * 2 ** 30,
    pidsLimit: 1_024,
    runtime: null,
  };
}
