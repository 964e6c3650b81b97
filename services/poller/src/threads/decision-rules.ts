import type { DecisionRules } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** What the configuration says, as decisions need it. */
export function decisionRules({ config }: Pick<Poller, 'config'>): DecisionRules {
  return {
    maxRounds: config.budget.maxRounds,
    allowedModels: config.models.allowed,
  };
}
