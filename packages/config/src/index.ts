export type { Config, GitHubAuth, ModelPrice, Provider, RepositoryConfig } from './config.ts';
export { ConfigError, type Origin, type Problem } from './config-error.ts';
export { type LoadOptions, loadConfig } from './load-config.ts';
export { configReference } from './reference/config-reference.ts';
export { Secret, secretValues } from './secret.ts';
