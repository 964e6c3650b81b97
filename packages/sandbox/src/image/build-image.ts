import { z } from 'zod';
import { PodmanError } from '../podman/podman-error.ts';
import type { AgentImageInputs } from './agent-image-inputs.ts';
import { jsonLines } from './base-image.ts';
import { buildContext } from './build-context.ts';
import type { EnsureAgentImage } from './ensure-agent-image.ts';
import { findPackages } from './find-packages.ts';

const BUILD_MS = 900_000;

export type BuildImage = Omit<EnsureAgentImage, 'imageDir' | 'base'>;

const lineSchema = z.object({ stream: z.string().optional(), error: z.string().optional() });

/** Builds the agent image on `base` and tags it once it is whole. */
export async function buildImage(
  options: BuildImage,
  { inputs, base, tag }: { inputs: AgentImageInputs; base: string; tag: string },
): Promise<void> {
  const { podman, onProgress, signal } = options;
  const { host } = await podman.info();
  await using packages = await findPackages(inputs, { ...options, arch: host.arch });
  const query = {
    dockerfile: 'Containerfile',
    t: tag,
    buildargs: JSON.stringify({ BASE: base }),
    // One layer, no intermediate images; neither the build's network nor its runtime need anything of the host.
    layers: 'false',
    networkmode: 'host',
    isolation: 'chroot',
    pullpolicy: 'missing',
    forcerm: 'true',
  };
  const tar = buildContext(inputs.files, packages);
  const answer = podman.stream({ method: 'POST', path: '/build', query, tar, timeoutMs: BUILD_MS, signal });
  let last = '';
  let failure: string | null = null;
  for await (const line of jsonLines(answer)) {
    const { stream, error } = lineSchema.parse(line);
    // Read on to the end: Podman clears up behind a failed build before it ends its answer.
    failure ??= error ?? null;
    for (const text of (stream ?? '').split('\n').filter((each) => each.trim())) {
      last = text.trim();
      onProgress(last);
    }
  }
  if (failure !== null) throw new PodmanError(`The agent image cannot be built: ${failure} (${last})`);
}
