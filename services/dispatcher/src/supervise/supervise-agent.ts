import type { AgentEvent } from '@opencode-commander/agent';
import type { StartedSandbox } from '@opencode-commander/sandbox';
import { repeat } from '@opencode-commander/service';
import { LetGo } from '../let-go.ts';
import type { OpenedSandbox } from '../open/open-sandbox.ts';
import { askOf } from '../people/ask-of.ts';
import { withOwnQuestions } from '../people/own-questions.ts';
import type { Run } from '../run.ts';
import { TaskFailure } from '../task-failure.ts';
import type { Account } from './account.ts';
import type { OpenedSession } from './open-session.ts';
import { quotaWait } from './quota-wait.ts';
import { reportStuck } from './report-stuck.ts';
import { requireBudget } from './require-budget.ts';

const LOOK_EVERY_MS = 3_000;

/** An agent at work, as a run follows it. */
export type Supervised = OpenedSession & { account: Account };

/**
 * Follows the agent until it is idle; what it says and does goes to the task's log, what it costs to the record. Throws a
 * LetGo when people have to be asked, a TaskFailure when the agent cannot go on.
 */
export async function superviseAgent(run: Run, supervised: Supervised): Promise<void> {
  const { session, sandbox, account } = supervised;
  const looking = repeat({
    everyMs: LOOK_EVERY_MS,
    work: async () => {
      await account.record();
      await run.checklist.show();
      run.questions.requireEnd();
      await requireBudget(run);
    },
    onError: (error) => run.interrupt(error instanceof Error ? error : new Error(String(error))),
  });
  try {
    run.questions.begin();
    const { config } = run.context;
    const lastChange = (sinceMs: number) => sandbox.container.lastChange(sinceMs);
    const hasEnded = noteEnd(sandbox.container);
    const events = session.watch({
      signal: run.signal,
      get stuckMs() {
        return config.timeouts.stuckMs;
      },
      lastChange,
      hasEnded,
    });
    for await (const event of events) await take(run, sandbox, event);
    const own = await run.questions.end();
    if (own !== null) throw new LetGo({ why: 'asked', ask: own });
  } catch (error) {
    const end = withOwnQuestions(error, await run.questions.end());
    if (mayWorkOn(end)) await session.abort();
    throw end;
  } finally {
    await looking.stop();
    // Also a failed run has its price.
    await account.record();
    await run.checklist.flush();
  }
}

/** opencode ends with its container. Where Podman cannot tell, opencode's silence does. */
function noteEnd({ exited }: StartedSandbox): () => boolean {
  let hasEnded = false;
  exited.then(
    () => {
      hasEnded = true;
    },
    () => undefined,
  );
  return () => hasEnded;
}

async function take(run: Run, sandbox: OpenedSandbox, event: AgentEvent): Promise<void> {
  switch (event.type) {
    case 'text':
      return run.note({ type: 'agent_text', text: event.text });
    case 'tool':
      run.runningTools.take(event);
      return run.note(event);
    case 'checklist':
      return run.checklist.take(event.items);
    case 'question':
    case 'permission':
      throw new LetGo({ why: 'asked', ask: askOf(event) });
    case 'error':
      // opencode does not tell what a provider says in the midst of an answer; the broker hears it.
      if (event.kind === 'model_quota' || run.quota !== null) throw await quotaWait(run, event);
      throw new TaskFailure(event.kind, event.message);
    case 'stuck':
      await reportStuck(run, sandbox.container);
      throw new TaskFailure('stuck', event.message);
    case 'idle':
      return;
  }
}

/** A request that opencode waits with holds the agent up by itself; money and `ask_human` do not. */
function mayWorkOn(end: unknown): boolean {
  if (!(end instanceof LetGo) || end.letting.why !== 'asked') return false;
  const { ask } = end.letting;
  return ask.kind === 'budget' || (ask.kind === 'question' && ask.requestId === null);
}
