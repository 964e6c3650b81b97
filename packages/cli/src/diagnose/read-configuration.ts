import { type Config, ConfigError, type Problem } from '@opencode-commander/config';
import { ok, type Requirement, trouble } from '@opencode-commander/host';
import type { Cli } from '../cli.ts';

/** The configuration, null when it cannot be read; and what there is to say of it, one requirement for each problem. */
export async function readConfiguration(
  cli: Cli,
): Promise<{ config: Config | null; requirements: Requirement[] }> {
  const name = 'configuration';
  try {
    const config = await cli.config();
    return { config, requirements: [{ name, check: async () => ok('is readable') }] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const requirements = error.problems.map((problem) => {
      const verdict = trouble(describe(problem), { advice: problem.allowed });
      return { name, check: async () => verdict };
    });
    return { config: null, requirements };
  }
}

function describe({ key, value, origin }: Problem): string {
  const written = value === null ? key : `${key} = ${value}`;
  if (origin.kind === 'file') return `${written} (${origin.file}:${origin.line})`;
  return origin.kind === 'variable' ? `${written} (from ${origin.name})` : written;
}
