import type { History } from '@opencode-commander/control';

/** The hours in which anything happened, a line each. */
export function describeHistory({ hours }: History): string {
  const busy = hours.filter(
    ({ completed, failed, cancelled, tokens, cost_usd }) =>
      completed + failed + cancelled + tokens + cost_usd > 0,
  );
  if (busy.length === 0) return `Nothing happened in the last ${hours.length} hours.`;
  const lines = busy.map(
    ({ start, completed, failed, cancelled, cost_usd, tokens }) =>
      `- ${start}: ${completed} completed, ${failed} failed, ${cancelled} cancelled, $${cost_usd.toFixed(2)}, ${tokens} tokens`,
  );
  return [`The hours of the last ${hours.length} in which anything happened:`, ...lines].join('\n');
}
