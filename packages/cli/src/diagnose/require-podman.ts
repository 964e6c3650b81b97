import { userInfo } from 'node:os';
import type { Config } from '@opencode-commander/config';
import { agentImage, ok, type Requirement, trouble } from '@opencode-commander/host';
import { checkPodman } from '@opencode-commander/sandbox';

/** What Podman itself says of running sandboxes here, and the agent image. */
export async function podmanFindings(
  { containers, runDir }: Config,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Requirement[]> {
  const { socket, runtime, image } = containers;
  const { uid, username: userName } = userInfo();
  const findings = await checkPodman({ socket, runtime, runDir, environment: env, uid, userName });
  const own = findings
    // The program is one of the host's requirements.
    .filter(({ name }) => name !== 'podman')
    .map(({ name, ok: isOk, message }): Requirement => {
      const verdict = isOk ? ok(message) : trouble(message, null);
      return { name, check: async () => verdict };
    });
  // An image of the user's own is among what the host must have.
  return image === null ? [...own, agentImage({ image, socket })] : own;
}
