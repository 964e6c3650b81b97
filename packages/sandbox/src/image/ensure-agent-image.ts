import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';
import { type AgentImageInputs, agentImageTag, readInputs } from './agent-image-inputs.ts';
import { type Base, prepareBase } from './base-image.ts';
import { buildImage } from './build-image.ts';
import { withBuildLock } from './build-lock.ts';
import { removeOldImages } from './remove-old-images.ts';

export type EnsureAgentImage = {
  podman: Podman;
  /** `images/agent` of this project: Containerfile, scripts and the npm packages it pins. */
  imageDir: string;
  /** An image to build on instead of the default; it is pulled when Podman does not have it. */
  base?: string | null;
  /** Gets one line at a time of what goes on. */
  onProgress: (line: string) => void;
  /** Where what is fetched for a build is kept meanwhile; else where temporary files are. */
  temporaryDir?: string | undefined;
  /** Hears the process id of each program that is started for a build, as soon as it is. */
  onChild?: ((pid: number) => void) | undefined;
  signal?: AbortSignal | undefined;
};

/**
 * Makes sure that Podman has the agent image and answers with its tag, which carries a hash of everything that goes
 * into it: an unchanged image is never built again. Several processes may call it at once.
 * Throws PodmanError.
 */
export async function ensureAgentImage(options: EnsureAgentImage): Promise<{ tag: string }> {
  const inputs = await readInputs(options.imageDir);
  const found = await findImage(options, inputs);
  if (found) return { tag: found };
  return withBuildLock('opencode-commander-agent-image', options, async () => {
    const tag = (await findImage(options, inputs)) ?? (await build(options, inputs));
    return { tag };
  });
}

/** Without a configured base the image may stand on either default: the one that is there is taken, without a probe. */
async function findImage(
  { podman, base }: EnsureAgentImage,
  inputs: AgentImageInputs,
): Promise<string | null> {
  for (const kind of base ? [base] : ['pulled', 'bootstrapped']) {
    const tag = agentImageTag(inputs, kind);
    if (await podman.imageExists(tag)) return tag;
  }
  return null;
}

async function build(options: EnsureAgentImage, inputs: AgentImageInputs): Promise<string> {
  const { podman, onProgress } = options;
  await using base: Base = await prepareBase(options);
  const tag = agentImageTag(inputs, base.kind);
  onProgress(`building the agent image ${tag}`);
  await buildImage(options, { inputs, base: base.name, tag });
  if (!(await podman.imageExists(tag))) {
    throw new PodmanError(
      `Podman built the agent image but does not have ${tag}: look at its log and try again.`,
    );
  }
  await removeOldImages(podman, { keep: tag, onProgress });
  onProgress('the agent image is ready');
  return tag;
}
