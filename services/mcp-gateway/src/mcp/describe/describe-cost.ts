import type { Cost } from '@opencode-commander/control';

/** What was spent, a line for each row. */
export function describeCost({ period, totals, rows, more, merged, not_merged_usd }: Cost): string {
  const { cost_usd, tasks, input_tokens, output_tokens } = totals;
  const all = `${dollars(cost_usd)}, tasks: ${tasks}, tokens: ${input_tokens} in and ${output_tokens} out`;
  const lines = rows.map(
    ({ name, issue, share, ...row }) =>
      `- ${name}${issue === null ? '' : ` (${issue})`}: ${dollars(row.cost_usd)}, ${(share * 100).toFixed(0)} %`,
  );
  return [
    `From ${period.since} to ${period.until} (UTC): ${all}.`,
    ...lines,
    ...(more === 0 ? [] : [`There are ${more} more rows.`]),
    mergedLine(merged),
    `Spent on what is not merged: ${dollars(not_merged_usd)}.`,
  ].join('\n');
}

function mergedLine({ pulls, cost_usd, mean_usd, median_usd }: Cost['merged']): string {
  if (mean_usd === null || median_usd === null) return 'No pull request was merged.';
  const each = `${dollars(mean_usd)} each on average, ${dollars(median_usd)} in the median`;
  return `Merged pull requests: ${pulls}, ${dollars(cost_usd)} in all; ${each}.`;
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}
