import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Everything of this project's that decides what the agent image holds. */
export type AgentImageInputs = {
  directory: string;
  /** Name → text of what goes into the build context as it is. */
  files: Readonly<Record<string, string>>;
  /** npm package → exact version. */
  packages: Readonly<Record<string, string>>;
};

/** Where our images live among Podman's: nothing else is ever removed from there. */
export const AGENT_IMAGE_REPOSITORY = 'localhost/opencode-commander/agent';

const FILES = ['Containerfile', 'install.sh', 'entry.sh', 'dev-shell.sh', 'write-models.mjs'];

const packageSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
});

export async function readInputs(directory: string): Promise<AgentImageInputs> {
  const read = async (name: string) => [name, await readFile(join(directory, name), 'utf8')] as const;
  const files = Object.fromEntries(await Promise.all(FILES.map(read)));
  const manifest = packageSchema.parse(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')));
  return { directory, files, packages: { ...manifest.dependencies, ...manifest.optionalDependencies } };
}

/** The image's name for these inputs on a base: `pulled`, `bootstrapped` or the name of a base image. */
export function agentImageTag({ files, packages }: AgentImageInputs, base: string): string {
  const sorted = (record: Readonly<Record<string, string>>) => Object.entries(record).sort();
  const hash = createHash('sha256').update(JSON.stringify([sorted(files), sorted(packages), base]));
  return `${AGENT_IMAGE_REPOSITORY}:${hash.digest('hex').slice(0, 12)}`;
}
