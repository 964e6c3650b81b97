import { agentEnvironment } from '@opencode-commander/agent';
import type { Run } from '../run.ts';
import type { Start } from './find-start.ts';
import { BROKER_IN_SANDBOX, sandboxProviders } from './model-access.ts';
import type { PreparedRepository } from './prepare-repository.ts';

/** What the entry script and opencode need to know: addresses, a branch, a password that opens this container only. */
export function sandboxEnvironment(
  { context, task }: Run,
  { fullName, startSha, publishedSha }: PreparedRepository,
  password: string,
): Record<string, string> {
  const { llm, models, agent } = context.config;
  const providers = sandboxProviders(llm, BROKER_IN_SANDBOX);
  const proxy = BROKER_IN_SANDBOX;
  return {
    ...agentEnvironment({ password, providers, defaultModel: models.default, ask: agent.ask, proxy }),
    COMMANDER_REPOSITORY: `${fullName}.git`,
    COMMANDER_BRANCH: task.branch,
    COMMANDER_BASE: startSha,
    // For whoever takes the container up again.
    COMMANDER_PUBLISHED: publishedSha ?? '',
  };
}

/** What a container's environment says of its start; null when it was not made by `sandboxEnvironment`. */
export function readEnvironment(
  environment: Readonly<Record<string, string>>,
): (Pick<Start, 'startSha' | 'publishedSha'> & { password: string }) | null {
  const { OPENCODE_SERVER_PASSWORD: password, COMMANDER_BASE, COMMANDER_PUBLISHED } = environment;
  if (!password || !COMMANDER_BASE || COMMANDER_PUBLISHED === undefined) return null;
  return { password, startSha: COMMANDER_BASE, publishedSha: COMMANDER_PUBLISHED || null };
}
