import type { DecisionRules } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** What the configuration says, as decisions need it. */
export function decisionRules({ config, now }: Pick<Poller, 'config' | 'now'>): DecisionRules {
  return {
    now: now().toISOString(),
    maxRounds: config.budget.maxRounds,
    allowedModels: config.models.allowed,
    humanMs: config.timeouts.humanMs,
  };
}
