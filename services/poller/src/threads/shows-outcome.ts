import { STATUS_LABELS } from '@opencode-commander/task';

const OUTCOMES: readonly string[] = [STATUS_LABELS.completed, STATUS_LABELS.merged, STATUS_LABELS.failed].map(
  ({ name }) => name,
);

/**
 * Whether an issue's labels say that its task had an outcome. The task's record expires some time later; the trigger label
 * alone must not start the work again.
 */
export function showsOutcome(labels: readonly string[]): boolean {
  return labels.some((label) => OUTCOMES.includes(label));
}
