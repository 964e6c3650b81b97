import { join } from 'node:path';
import type { DemoWorld } from './demo-world.ts';

/** The provider name of the simulated model, and the one model it has. */
const PROVIDER = 'simulated';

/** The demo's whole configuration, as environment variables: it is read the way every configuration is. */
export function demoEnvironment(
  { github, model, token, modelKey }: Pick<DemoWorld, 'github' | 'model' | 'token' | 'modelKey'>,
  { directory, concurrency, topic }: { directory: string; concurrency: number; topic: string },
): Record<string, string> {
  const { host } = new URL(github.url);
  return {
    COMMANDER_DATA_DIR: join(directory, 'data'),
    COMMANDER_RUN_DIR: join(directory, 'run'),
    COMMANDER_LOG_LEVEL: 'warn',
    COMMANDER_GITHUB_HOST: host,
    COMMANDER_GITHUB_API_URL: github.apiUrl,
    COMMANDER_GITHUB_GIT_URL: github.gitUrl,
    COMMANDER_GITHUB_TOKEN: token,
    COMMANDER_GITHUB_TOPIC: topic,
    COMMANDER_GITHUB_POLL_INTERVAL: '1s',
    COMMANDER_MCP_PORT: '0',
    COMMANDER_GITHUB_THROTTLE: 'false',
    COMMANDER_CONTAINERS_MAX_CONCURRENT: String(concurrency),
    COMMANDER_MODELS_DEFAULT: `${PROVIDER}/scripted`,
    COMMANDER_LLM_SIMULATED_BASE_URL: model.url,
    COMMANDER_LLM_SIMULATED_API_KEY: modelKey,
    COMMANDER_LLM_SIMULATED_MODELS: 'scripted',
  };
}
