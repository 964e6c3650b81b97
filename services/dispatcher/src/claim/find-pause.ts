import { pausedProviders } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import type { Wait } from './claim-run.ts';
import { providerOf } from './provider-of.ts';

/** The wait for the task's model provider while its quota is used up; null when it may be asked, or is not known. */
export async function findPause(
  { config, place, now }: Pick<DispatcherContext, 'config' | 'place' | 'now'>,
  { model }: Pick<Task, 'model'>,
): Promise<Wait | null> {
  const provider = providerOf(model ?? config.models.default);
  if (provider === null) return null;
  const paused = (await pausedProviders(place, now())).find((pause) => pause.provider === provider);
  return paused === undefined ? null : waitFor(provider, paused.untilMs);
}

/** The wait for a provider whose quota is used up until then. */
export function waitFor(provider: string, untilMs: number): Wait {
  const until = new Date(untilMs).toISOString();
  return {
    waitsFor: { kind: 'provider', provider, until },
    untilMs,
    message: `the quota of ${provider} is used up until ${until}`,
  };
}
