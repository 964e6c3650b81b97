import { type Html, html } from '../../html/html.ts';

const WIDTH = 120;
const HEIGHT = 24;

/** A line of how something went, without axes. */
export function sparkline(values: readonly number[], { label }: { label: string }): Html {
  return html`<svg class="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${label}"><polyline points="${points(values)}"/></svg>`;
}

/** Its corners, from left to right; the largest value reaches the top. */
export function points(values: readonly number[]): string {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  return values
    .map((value, i) => `${round(i * step)},${round(HEIGHT - 1 - (value / most) * (HEIGHT - 2))}`)
    .join(' ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
