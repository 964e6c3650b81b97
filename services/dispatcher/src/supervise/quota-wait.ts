import { pauseProvider } from '@opencode-commander/queue';
import { providerOf } from '../claim/provider-of.ts';
import { providerWait } from '../claim/wait.ts';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { TaskFailure } from '../task-failure.ts';

/** Where a provider does not say when its quota is there again. */
const ASK_AGAIN_MS = 15 * 60_000;

type QuotaError = { message: string; retryAfterMs: number | null };

/** Has all tasks leave the provider alone until its quota is there again, this one too. */
export async function quotaWait(run: Run, { message, retryAfterMs }: QuotaError): Promise<Error> {
  const { config, queues } = run.context;
  const provider = run.quota?.provider ?? providerOf(run.task.model ?? config.models.default);
  if (provider === null) return new TaskFailure('model_quota', message);
  const forMs = retryAfterMs ?? run.quota?.retryAfterMs ?? ASK_AGAIN_MS;
  const pause = await run.outlast(() => pauseProvider(queues, provider, forMs));
  return new LetGo({ why: 'waits', ...providerWait(pause) });
}
