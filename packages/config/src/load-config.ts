import type { Config } from './config.ts';
import { type LoadOptions, openConfiguration } from './open-configuration.ts';

/** The configuration without what people set at runtime. Throws as `openConfiguration` does. */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  return (await openConfiguration(options)).config;
}
