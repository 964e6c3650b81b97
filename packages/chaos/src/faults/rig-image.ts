import { basename } from 'node:path';
import { ensureAgentImage, type Podman } from '@opencode-commander/sandbox';
import type { Ground } from '../ground.ts';

/** The agent image under a name of this run's own, which can be taken from it: other runs on this machine keep theirs. */
export type RigImage = {
  readonly name: string;
  /** Nobody finds the image any more; what was made of it runs on. */
  remove(): Promise<void>;
  /** Harmless when it is there. */
  putBack(): Promise<void>;
};

/** No commander builds, lists or removes what is in here. */
const REPOSITORY = 'localhost/opencode-commander/chaos';

/** Gives the agent image, which is built where it is missing, a name that goes with the run. Throws PodmanError. */
export async function nameAgentImage(
  podman: Podman,
  { imageDir, ground }: { imageDir: string; ground: Ground },
): Promise<RigImage> {
  const { directory, guardian, stack, say, signal } = ground;
  const tag = basename(directory);
  const name = `${REPOSITORY}:${tag}`;
  const change = async (image: string, action: 'tag' | 'untag') => {
    const path = `/images/${encodeURIComponent(image)}/${action}`;
    await podman.send({ method: 'POST', path, query: { repo: REPOSITORY, tag } });
  };
  let isOver = false;
  let turn: Promise<unknown> = Promise.resolve();
  // A fault may heal while the run is being interrupted.
  const inTurn = (work: () => Promise<void>) => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };
  const remove = async () => {
    if (await podman.imageExists(name)) await change(name, 'untag');
  };
  const putBack = async () => {
    if (isOver || (await podman.imageExists(name))) return;
    const image = await ensureAgentImage({ podman, imageDir, onProgress: say, signal });
    await change(image.tag, 'tag');
  };
  guardian.add({ kind: 'image_name', name });
  stack.defer('the name of the agent image', () => {
    isOver = true;
    return inTurn(remove);
  });
  await inTurn(putBack);
  return { name, remove: () => inTurn(remove), putBack: () => inTurn(putBack) };
}
