import { expect, it } from 'vitest';
import { barPlot } from '../../../src/pages/plots/bar-plot.ts';

const bar = (completed: number, failed: number) => ({
  name: `${completed} and ${failed}`,
  parts: [
    { kind: 'completed', value: completed },
    { kind: 'failed', value: failed },
  ] as const,
});

it('stacks the parts of a bar, the highest bar at the top', () => {
  const { markup } = barPlot({ title: 'All', bars: [bar(3, 1), bar(0, 2)], format: String });
  const drawn = [
    ...markup.matchAll(/<rect class="(completed|failed)" x="([\d.]+)" y="([\d.]+)" .*? height="([\d.]+)"/g),
  ];
  expect(drawn.map(([, kind, x, y, height]) => [kind, x, y, height])).toEqual([
    ['completed', '0', '40.25', '78.75'],
    ['failed', '0', '14', '26.25'],
    ['failed', '240', '66.5', '52.5'],
  ]);
  expect(markup).toContain('aria-label="All"');
  expect(markup).toContain('>4</text>');
  expect(markup).toContain('<title>3 and 1</title>');
});

it('draws nothing where nothing was', () => {
  expect(barPlot({ title: 'All', bars: [bar(0, 0)], format: String }).markup).not.toContain(
    'class="completed"',
  );
});
