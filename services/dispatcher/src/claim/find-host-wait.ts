import { PodmanError } from '@opencode-commander/sandbox';
import type { Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { repositorySettings } from '../repository-settings.ts';
import type { Wait } from './wait.ts';

type HostContext = Pick<DispatcherContext, 'config' | 'podman' | 'admission'>;

const LOOK_AGAIN_MS = 15_000;

/** The wait for this host, while it takes no new tasks or has no image for those of the repository; null when it can run it. */
export async function findHostWait(
  context: HostContext,
  { source }: Pick<Task, 'source'>,
): Promise<Wait | null> {
  const { refuses } = context.admission;
  if (refuses !== null) return hostWait(context, refuses);
  const { image } = repositorySettings(context.config, source.repo);
  if (image === null) return null;
  try {
    return (await context.podman.imageExists(image)) ? null : hostWait(context, noImage(image));
  } catch (error) {
    if (error instanceof PodmanError) return hostWait(context, 'Podman does not answer');
    throw error;
  }
}

type Named = { config: { hostName: string } };

/** A wait for what only somebody who looks after the host, or time, can change. */
export function hostWait({ config }: Named, reason: string): Wait {
  return {
    waitsFor: { kind: 'host', host: config.hostName, reason },
    forMs: LOOK_AGAIN_MS,
    message: `${config.hostName} cannot run it at present: ${reason}`,
  };
}

function noImage(image: string): string {
  return `Podman has no image ${image}: pull or build it`;
}
