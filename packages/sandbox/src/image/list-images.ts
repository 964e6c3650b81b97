import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';

/** A name an image has; `created` is in seconds since 1970. */
export type TaggedImage = { name: string; created: number };

const imagesSchema = z
  .array(z.object({ RepoTags: z.array(z.string()).nullish(), Created: z.number() }))
  .nullish();

/** The names in `repository` that Podman has an image for. */
export async function listImages(podman: Podman, repository: string): Promise<TaggedImage[]> {
  const images = await podman.call({ method: 'GET', path: '/images/json' }, imagesSchema);
  return (images ?? []).flatMap(({ RepoTags, Created }) =>
    (RepoTags ?? [])
      .filter((name) => name.startsWith(`${repository}:`))
      .map((name) => ({ name, created: Created })),
  );
}
