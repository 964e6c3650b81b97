import type { SandboxSpec } from '../../src/index.ts';
import { type AgentPodman, instance } from './agent-podman.ts';
import { PASSWORD } from './ask-agent.ts';

let epoch = 0;

/** What the next sandbox of this test file is made from; `env` is added to what every agent needs. */
export function aSandbox(host: AgentPodman, changes: Partial<SandboxSpec> = {}): SandboxSpec {
  epoch += 1;
  const { env, ...others } = changes;
  return {
    taskId: '12-a1b2c3',
    epoch,
    instance,
    image: host.tag,
    runDir: host.runDir,
    cpus: 2,
    memoryBytes: 2 ** 31,
    pidsLimit: 512,
    runtime: null,
    ...others,
    env: { OPENCODE_SERVER_PASSWORD: PASSWORD, OPENCODE_DISABLE_MODELS_FETCH: '1', ...env },
  };
}
