import type { Cost, CostGroup } from '@opencode-commander/control';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { formatCost } from '../../src/show/format-cost.ts';
import { createPaint } from '../../src/show/paint.ts';

const shown = (by: CostGroup, repo: string | null = null) => ({
  ...{ by, repo },
  columns: 80,
  paint: createPaint(false, {}),
});
const used = (cost_usd: number, tasks: number) => ({
  ...{ cost_usd, tasks },
  input_tokens: 1_234_567,
  output_tokens: 950,
});

const found: Cost = {
  period: { since: '2026-11-22', until: '2026-11-29' },
  totals: used(12.34, 3),
  rows: [
    { name: '12-a1b2c3', issue: 'acme/web#12', share: 0.81, ...used(10, 1) },
    { name: '7-0a1b2c', issue: 'acme/web#7', share: 0.19, ...used(2.338, 1) },
    { name: '9-0a1b2c', issue: 'acme/web#9', share: 0, ...used(0.002, 1) },
  ],
  more: 0,
  merged: { pulls: 2, cost_usd: 1.75, mean_usd: 0.875, median_usd: 0.875 },
  not_merged_usd: 2.5,
};

it('shows what was spent, on what, and for what is merged', () => {
  expect(formatCost(found, shown('task'))).toEqual([
    'Spent     $12.34 on 3 tasks since 2026-11-22 (UTC)',
    'Tokens    1.2M in, 950 out',
    'Merged    2 pull requests for $1.75, mean $0.88, median $0.88',
    'Unmerged  $2.50 of it went into what is not merged',
    '',
    '  COST  SHARE    IN  OUT  TASK       ISSUE',
    '$10.00   81 %  1.2M  950  12-a1b2c3  acme/web#12',
    ' $2.34   19 %  1.2M  950  7-0a1b2c   acme/web#7',
    '<$0.01    0 %  1.2M  950  9-0a1b2c   acme/web#9',
  ]);
});

it.each([
  ['repo', 'REPOSITORY'],
  ['day', 'DAY'],
  ['model', 'MODEL'],
] as const)('shows how many tasks each %s had', (by, head) => {
  const rows = [{ name: 'x', issue: null, share: 1, ...used(12.34, 3) }];
  expect(formatCost({ ...found, rows, more: 2 }, shown(by, 'acme/web'))).toEqual([
    'Spent     $12.34 on 3 tasks in acme/web since 2026-11-22 (UTC)',
    ...['Tokens    1.2M in, 950 out', expect.any(String), expect.any(String)],
    '',
    `  COST  SHARE    IN  OUT  TASKS  ${head}`,
    '$12.34  100 %  1.2M  950  3      x',
    'and 2 more: see --limit',
  ]);
});

it('says that nothing was spent', () => {
  const nothing = { ...used(0, 0), input_tokens: 0, output_tokens: 0 };
  const none = { pulls: 0, cost_usd: 0, mean_usd: null, median_usd: null };
  const quiet = { ...found, totals: nothing, rows: [], merged: none, not_merged_usd: 0 };
  expect(formatCost(quiet, shown('task', 'acme/wbe'))).toEqual([
    'Nothing was spent in acme/wbe since 2026-11-22 (UTC).',
  ]);
});

it('fits 80 columns, and shows a model by no more than a terminal may show', () => {
  const name = `provider/\u001b[2J${'x'.repeat(200)}`;
  const rows = [{ name, issue: null, share: 1, ...used(1_234_567.89, 100_000) }];
  const merged = { pulls: 10_000, cost_usd: 1_234_567.89, mean_usd: 123.45, median_usd: 123.45 };
  const lines = formatCost({ ...found, totals: used(1_234_567.89, 100_000), rows, merged }, shown('model'));
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  expect(lines.join('\n')).not.toContain('\u001b');
});
