import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureAgentImage, openPodman } from '@opencode-commander/sandbox';
import { expect, it } from 'vitest';
import { nameAgentImage, type RigImage } from '../../src/faults/rig-image.ts';
import { type Ground, onGround } from '../../src/ground.ts';

const imageDir = fileURLToPath(new URL('../../../../images/agent', import.meta.url));
const { signal } = new AbortController();
const surroundings = {
  ...{ parent: tmpdir(), signal, logs: null, say: () => undefined },
  environment: process.env,
};

async function openHost({ directory, environment, stack }: Ground) {
  const opened = await openPodman({
    ...{ socket: null, runtime: null, environment, signal, runDir: join(directory, 'p') },
  });
  stack.defer('Podman', () => opened.stop());
  return opened.podman;
}

it('the agent image has a name of the run: it goes and comes, and the name that others use stays', async () => {
  const names = await onGround(surroundings, async (ground) => {
    const podman = await openHost(ground);
    const image = await nameAgentImage(podman, { imageDir, ground });
    const { tag } = await ensureAgentImage({ podman, imageDir, onProgress: () => undefined });
    const see = async () => [await podman.imageExists(image.name), await podman.imageExists(tag)];
    expect(await see()).toEqual([true, true]);
    await image.remove();
    await image.remove();
    expect(await see()).toEqual([false, true]);
    await image.putBack();
    await image.putBack();
    expect(await see()).toEqual([true, true]);
    return { name: image.name, tag };
  });
  await onGround(surroundings, async (ground) => {
    const podman = await openHost(ground);
    expect(await podman.imageExists(names.name)).toBe(false);
    expect(await podman.imageExists(names.tag)).toBe(true);
  });
});

it('a fault that heals after the run has ended puts nothing back', async () => {
  let left: RigImage | null = null;
  await onGround(surroundings, async (ground) => {
    const podman = await openHost(ground);
    await onGround(surroundings, async (inner) => {
      left = await nameAgentImage(podman, { imageDir, ground: inner });
    });
    await left?.putBack();
    expect(await podman.imageExists(left?.name ?? '')).toBe(false);
  });
});
