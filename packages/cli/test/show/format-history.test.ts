import { expect, it } from 'vitest';
import { formatHistory } from '../../src/show/format-history.ts';
import { createPaint } from '../../src/show/paint.ts';

const showing = { columns: 80, paint: createPaint(false, {}) };
const nothing = { completed: 0, failed: 0, cancelled: 0, cost_usd: 0, tokens: 0 };
const hours = [
  { ...nothing, start: '2026-11-20T10:00:00.000Z' },
  {
    ...{ start: '2026-11-20T11:00:00.000Z', completed: 12, failed: 2, cancelled: 1 },
    ...{ cost_usd: 3.2, tokens: 1_234_567 },
  },
];

it('shows each hour with a bar of what ended in it', () => {
  expect(formatHistory({ hours }, showing)).toEqual([
    'Last 2 h: 12 completed, 2 failed, 1 cancelled; $3.20, 1.2M tokens',
    '',
    ' HOUR (UTC)  DONE  FAILED  STOPPED   COST  TOKENS',
    '11-20 10:00     -       -        -      -       -',
    '11-20 11:00    12       2        1  $3.20    1.2M  ████████████▒▒░',
  ]);
});

it('fits the terminal, however many tasks ended', () => {
  const busy = hours.map((hour) => ({ ...hour, completed: hour.completed * 1_000 }));
  const lines = formatHistory({ hours: busy }, showing);
  expect(lines.at(-1)).toContain('▒░');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});
