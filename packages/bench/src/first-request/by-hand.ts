import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gitIn } from '../git.ts';
import type { Ground } from '../ground.ts';
import { type Hand, startOpencode } from '../opencode-by-hand.ts';
import { untilAsked } from '../until-asked.ts';
import type { World } from '../world.ts';

/** Milliseconds from starting `opencode run` in a clone on this host to the agent's first request to the model. */
export async function firstRequestByHand(ground: Ground, world: World, hand: Hand): Promise<number> {
  const cwd = await cloneOnce(ground, world, hand);
  const asked = new AbortController();
  // A title of its own: else opencode would ask the model for one first.
  const began = Date.now();
  const args = ['run', '--title', 'Bench', 'Say no.'];
  const { child, release } = startOpencode(ground, hand, { cwd, args });
  try {
    const signal = AbortSignal.any([ground.signal, asked.signal]);
    const ended = once(child, 'exit', { signal }).then(() => {
      throw new Error('opencode ended without a request to the model');
    });
    return await Promise.race([untilAsked(world.model, { since: began, signal }), ended]);
  } finally {
    asked.abort();
    await release();
  }
}

async function cloneOnce(
  { environment }: Ground,
  { github, repository }: World,
  { home }: Hand,
): Promise<string> {
  const work = join(home, 'web');
  const isNew = (await mkdir(work, { recursive: true })) !== undefined;
  const url = `${github.gitUrl}/${repository.fullName}.git`;
  if (isNew) await gitIn({ cwd: home, environment })(['clone', '--quiet', url, work]);
  return work;
}
