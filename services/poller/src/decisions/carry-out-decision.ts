import {
  answerQuestion,
  chooseModel,
  grantBudget,
  prioritizeTask,
  retryTask,
  stopTask,
} from '@opencode-commander/control';
import { enqueueWrite } from '@opencode-commander/queue';
import type { Decision } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { labelPriority } from './label-priority.ts';
import type { Occasion } from './occasion.ts';

/** What can be decided about an issue only, and about a pull request only. */
type OfIssue = 'accept' | 'refuse' | 'take_text' | 'ask_about_edit' | 'tell_about_edit';
type OfPull = 'follow_up' | 'rerun' | 'pull_ended' | 'pull_reopened';
export type PullDecision = Extract<Decision, { do: OfPull }>;
export type CommonDecision = Exclude<Decision, { do: OfIssue | OfPull }>;

/** Does what was decided on an issue or pull request alike; each does nothing where it was done already. */
export async function carryOutDecision(
  poller: Poller,
  decision: CommonDecision,
  occasion: Occasion,
): Promise<void> {
  switch (decision.do) {
    case 'cancel': {
      const { taskId, reason, by } = decision;
      // Refused while it publishes: what comes after it, that it was dealt with above all, is left for the next tick.
      await stopTask(poller, { task_id: taskId, reason, by });
      return poller.log.info({ task: taskId }, `cancelled: ${reason}`);
    }
    case 'prioritize':
      return void (await prioritizeTask(poller, { task_id: decision.taskId, priority: decision.priority }));
    case 'answer': {
      const { taskId, to, by, reply, via } = decision;
      return void (await answerQuestion(poller, { task_id: taskId, question: to, by, reply, via }));
    }
    case 'retry':
      return void (await retryTask(poller, { task_id: decision.taskId, by: decision.by }));
    case 'grant':
      return void (await grantBudget(poller, {
        task_id: decision.taskId,
        by: decision.by,
        usd: decision.usd,
      }));
    case 'choose_model': {
      const control = { ...poller, allowedModels: () => poller.config.models.allowed };
      return void (await chooseModel(control, { task_id: decision.taskId, model: decision.model }));
    }
    case 'label_priority':
      return labelPriority(poller, occasion.issue, decision.priority);
    default:
      return speak(poller, decision, occasion);
  }
}

type Speaking = Extract<CommonDecision, { do: 'react' | 'reply' | 'handled' }>;

async function speak(
  { queues, memory }: Poller,
  decision: Speaking,
  { place, rootId }: Occasion,
): Promise<void> {
  const at = { repo: place.repo, number: place.number };
  switch (decision.do) {
    case 'react': {
      const { to, commentId, content } = decision;
      return enqueueWrite(queues, { kind: 'reaction', at, to, commentId, content });
    }
    case 'reply': {
      const { operation, body } = decision;
      return enqueueWrite(queues, { kind: 'comment', taskId: rootId, epoch: 0, operation, body, at });
    }
    case 'handled':
      return memory.rememberHandled(place, `${decision.what}:${decision.id}`);
  }
}
