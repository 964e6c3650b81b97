export type {
  Config,
  GitHubAuth,
  InstanceConfig,
  ModelPrice,
  NixMode,
  Provider,
  RepositoryConfig,
} from './config.ts';
export { ConfigError, type Origin, type Problem } from './config-error.ts';
export { Configuration } from './configuration.ts';
export { loadConfig } from './load-config.ts';
export { type LoadOptions, openConfiguration } from './open-configuration.ts';
export { configReference } from './reference/config-reference.ts';
export { nixOptions } from './reference/nix-options.ts';
export { type Change, ConfigChangeError } from './runtime/change-overrides.ts';
export type { Override, Overrides } from './runtime/override.ts';
export type { ShownKey } from './runtime/show-keys.ts';
export { Secret, secretValues } from './secret.ts';
