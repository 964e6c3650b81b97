import { cleanUpRequests } from '@opencode-commander/queue';
import { repeat } from '@opencode-commander/service';
import { OperatorError } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import type { CleanUp } from './clean-up.ts';

const LOOK_EVERY_MS = 1_000;

/** Cleans this host up whenever somebody asks for it, and tells what was there, until it is stopped. */
export function answerCleanUps(context: DispatcherContext, cleanUp: CleanUp): { stop(): Promise<void> } {
  const requests = cleanUpRequests(context.queues);
  return repeat({
    everyMs: LOOK_EVERY_MS,
    work: async () => {
      for (;;) {
        const request = await requests.next(context.id);
        if (request === null) return;
        const answer = await answerOf(cleanUp, request);
        await requests.answer(request, { dispatcher: context.id, ...answer });
      }
    },
    onError: (err) => context.log.warn({ err }, 'a request to clean this host up could not be answered'),
  });
}

async function answerOf(cleanUp: CleanUp, { dryRun }: { dryRun: boolean }) {
  try {
    return { leftovers: await cleanUp({ dryRun }), error: null };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    // Whoever asked hears of it.
    return { leftovers: null, error: error.message };
  }
}
