import type { SystemStatus } from '@opencode-commander/control';
import { formatDollars } from './format-dollars.ts';
import { timeUntil } from './relative-time.ts';

type Limits = Pick<SystemStatus, 'rate_limits' | 'paused_providers' | 'budget'>;

/** What is left of what others allow, as lines for people; what nobody has said yet is left out. */
export function formatLimits({ rate_limits, paused_providers, budget }: Limits, now: Date): string[] {
  const { paused_until, limits } = rate_limits;
  const left = limits.map(
    ({ resource, limit, remaining, reset_at }) =>
      `${remaining} of ${limit} ${resource} requests left, all again ${timeUntil(reset_at, now)}`,
  );
  const paused =
    paused_until === null ? [] : [`wants to be left alone, again ${timeUntil(paused_until, now)}`];
  const gitHub = [...paused, ...left];
  const providers = paused_providers.map(
    ({ provider, until }) => `${provider} (again ${timeUntil(until, now)})`,
  );
  return [
    ...(gitHub.length > 0 ? [`GitHub ${gitHub.join('; ')}`] : []),
    ...(providers.length > 0 ? [`Paused ${providers.join(', ')}: out of quota`] : []),
    ...formatBudget(budget),
  ];
}

function formatBudget({ spent_today_usd, day_usd }: Limits['budget']): string[] {
  if (spent_today_usd === 0 && day_usd === null) return [];
  const limit = day_usd === null ? '' : ` of ${formatDollars(day_usd)}`;
  return [`Spent  ${formatDollars(spent_today_usd)}${limit} today`];
}
