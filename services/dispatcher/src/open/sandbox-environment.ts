import { agentEnvironment } from '@opencode-commander/agent';
import type { Run } from '../run.ts';
import { BROKER_IN_SANDBOX, sandboxProviders } from './model-access.ts';
import type { PreparedRepository } from './prepare-repository.ts';
import type { Resumed } from './resume-pushed.ts';

const DOT_GIT = '.git';

/** What the entry script and opencode need to know: addresses, a branch, a password that opens this container only. */
export function sandboxEnvironment(
  { context, task }: Run,
  { servedAs, startSha, headSha, publishedSha }: PreparedRepository,
  password: string,
): Record<string, string> {
  const { llm, models, agent } = context.config;
  const providers = sandboxProviders(llm, BROKER_IN_SANDBOX);
  const addresses = { proxy: BROKER_IN_SANDBOX, toolsUrl: `${BROKER_IN_SANDBOX}/mcp` };
  return {
    ...agentEnvironment({ password, providers, defaultModel: models.default, ask: agent.ask, ...addresses }),
    COMMANDER_REPOSITORY: `${servedAs}${DOT_GIT}`,
    COMMANDER_BRANCH: task.branch,
    COMMANDER_BASE: headSha,
    // For whoever takes the container up again.
    COMMANDER_START: startSha,
    COMMANDER_PUBLISHED: publishedSha ?? '',
  };
}

/** What a container's environment says of its start; null when it was not made by `sandboxEnvironment`. */
export function readEnvironment(
  environment: Readonly<Record<string, string>>,
): (Omit<Resumed, 'baseSha'> & Pick<PreparedRepository, 'servedAs'> & { password: string }) | null {
  const { OPENCODE_SERVER_PASSWORD: password, COMMANDER_BASE: headSha, COMMANDER_PUBLISHED } = environment;
  const { COMMANDER_REPOSITORY: repository } = environment;
  if (!password || !headSha || !repository || COMMANDER_PUBLISHED === undefined) return null;
  const servedAs = repository.slice(0, -DOT_GIT.length);
  // An older version began nowhere else.
  const startSha = environment['COMMANDER_START'] ?? headSha;
  return { password, servedAs, headSha, startSha, publishedSha: COMMANDER_PUBLISHED || null };
}
