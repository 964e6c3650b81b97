import { type Html, html } from '../../html/html.ts';

export type BarPlot = {
  /** What there is to see, in words. */
  title: string;
  bars: readonly Bar[];
  /** How the largest value is written beside the plot. */
  format: (value: number) => string;
};

/** A bar, and what it stands for in words; its parts stand on each other in this order. */
type Bar = { name: string; parts: readonly Part[] };
type Part = { kind: 'completed' | 'failed' | 'cancelled' | 'cost'; value: number };

const WIDTH = 480;
const HEIGHT = 120;
const TOP = 14;
const GAP = 2;

/** Bars over time as a drawing. */
export function barPlot({ title, bars, format }: BarPlot): Html {
  const most = Math.max(0, ...bars.map(heightOf));
  const step = WIDTH / Math.max(1, bars.length);
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
<line x1="0" y1="${HEIGHT - 0.5}" x2="${WIDTH}" y2="${HEIGHT - 0.5}"/>
<line class="most" x1="0" y1="${TOP}" x2="${WIDTH}" y2="${TOP}"/><text x="0" y="${TOP - 4}">${format(most)}</text>
${bars.map((bar, i) => drawBar(bar, { x: i * step, width: step - GAP, scale: most === 0 ? 0 : (HEIGHT - TOP - 1) / most }))}
</svg>`;
}

function drawBar(
  { name, parts }: Bar,
  { x, width, scale }: { x: number; width: number; scale: number },
): Html {
  let y = HEIGHT - 1;
  const drawn = parts.map(({ kind, value }) => {
    const height = value * scale;
    y -= height;
    return (
      height > 0 &&
      html`<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>`
    );
  });
  return html`<g><title>${name}</title><rect class="whole" x="${round(x)}" y="${TOP}" width="${round(width)}" height="${HEIGHT - TOP}"/>${drawn}</g>`;
}

function heightOf({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
