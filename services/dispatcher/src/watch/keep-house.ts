import { repeat } from '@opencode-commander/service';
import type { DispatcherContext } from '../dispatcher-context.ts';
import type { CleanUp } from './clean-up.ts';
import { stopColdSandboxes } from './stop-cold-sandboxes.ts';

const LONGEST_MS = 60_000;
const SHORTEST_MS = 2_000;

/**
 * Now and every minute, or as often as containers may wait: removes what no task needs any more, and stops containers whose tasks have waited for people for
 * too long. Throws PodmanError the first time only.
 */
export async function keepHouse(
  context: DispatcherContext,
  { cleanUp, everyMs }: { cleanUp: CleanUp; everyMs?: number | undefined },
): Promise<{ stop(): Promise<void> }> {
  await tidy(context, cleanUp);
  let last = performance.now();
  const work = async () => {
    // What is configured may have changed since.
    if (performance.now() - last < (everyMs ?? intervalFor(context))) return;
    last = performance.now();
    await tidy(context, cleanUp);
  };
  const onError = (err: unknown) => context.log.warn({ err }, 'the host could not be tidied up');
  return repeat({ everyMs: everyMs ?? SHORTEST_MS, work, onError });
}

function intervalFor({ config }: DispatcherContext): number {
  return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, config.containers.keepWarmMs));
}

async function tidy(context: DispatcherContext, cleanUp: CleanUp): Promise<void> {
  const stopped = await stopColdSandboxes(context);
  const { containers } = await cleanUp();
  const names = stopped.map(({ name }) => name);
  if (containers.length > 0) context.log.info({ containers }, 'removed containers no task owns');
  if (stopped.length > 0) context.log.info({ containers: names }, 'stopped containers that wait');
}
