import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, type Configuration, openConfiguration } from '@opencode-commander/config';
import {
  type GitHubSimulator,
  type ModelSimulator,
  say,
  startGitHubSimulator,
  startModelSimulator,
} from '@opencode-commander/simulators';
import type { Ground } from './ground.ts';

/** A simulated GitHub with one small repository, a simulated model that says one word, and commander's settings for both. */
export type World = {
  github: GitHubSimulator;
  model: ModelSimulator;
  repository: { id: number; fullName: string; defaultBranch: string };
  /** The settings as environment variables, and as they are read. */
  settings: Readonly<Record<string, string>>;
  configuration: Configuration;
  config: Config;
};

/** The simulated provider's one model, as opencode names it. */
export const MODEL = 'simulated/scripted';
export const PROVIDER = 'simulated';

const PERSON = 'maria';
const FILES = { 'README.md': '# web\n', 'src/index.js': 'export const answer = 42;\n' };

/** `more` are settings, as environment variables, besides those the simulators need. */
export async function makeWorld(ground: Ground, more: Record<string, string> = {}): Promise<World> {
  const { directory, stack } = ground;
  await mkdir(join(directory, 'github'));
  const github = await startGitHubSimulator({ directory: join(directory, 'github') });
  stack.defer('the GitHub simulator', () => github.stop());
  const model = await startModelSimulator({
    scripts: [{ name: 'all', match: () => true, steps: [say('No.')] }],
  });
  stack.defer('the model simulator', () => model.stop());
  const token = randomBytes(20).toString('hex');
  github.addUser({ login: PERSON });
  github.addUser({ login: 'bot', token });
  const repository = await github.addRepository({ owner: 'acme', name: 'web', files: FILES });
  github.addCollaborator({ repo: repository.fullName, login: 'bot' });
  const settings = { ...settingsOf({ github, model, token, directory }), ...more };
  const host = { cwd: directory, home: directory, uid: process.getuid?.() ?? -1, hostname: 'bench' };
  const configuration = await openConfiguration({ env: settings, ...host });
  return { github, model, repository, settings, configuration, config: configuration.config };
}

type Settings = Pick<World, 'github' | 'model'> & { token: string; directory: string };

function settingsOf({ github, model, token, directory }: Settings): Record<string, string> {
  return {
    COMMANDER_DATA_DIR: join(directory, 'data'),
    COMMANDER_RUN_DIR: join(directory, 'run'),
    COMMANDER_LOG_LEVEL: 'warn',
    COMMANDER_GITHUB_HOST: new URL(github.url).host,
    COMMANDER_GITHUB_API_URL: github.apiUrl,
    COMMANDER_GITHUB_GIT_URL: github.gitUrl,
    COMMANDER_GITHUB_TOKEN: token,
    COMMANDER_GITHUB_THROTTLE: 'false',
    COMMANDER_MCP_PORT: '0',
    COMMANDER_MODELS_DEFAULT: MODEL,
    COMMANDER_LLM_SIMULATED_BASE_URL: model.url,
    COMMANDER_LLM_SIMULATED_API_KEY: 'key-of-the-bench',
    COMMANDER_LLM_SIMULATED_MODELS: 'scripted',
  };
}
