import { type Html, html } from '../../html/html.ts';
import { dollars, short } from '../parts/amounts.ts';
import { barPlot } from '../plots/bar-plot.ts';
import type { Hour } from './fleet-view.ts';

/** What was done and spent over the last hours. */
export function trendsSection(hours: readonly Hour[]): Html {
  if (hours.length === 0) return html`<section id="trends" hidden></section>`;
  const ended = sum(hours, ({ completed, failed, cancelled }) => completed + failed + cancelled);
  const completed = sum(hours, (hour) => hour.completed);
  const cost = sum(hours, ({ cost_usd }) => cost_usd);
  const tokens = sum(hours, (hour) => hour.tokens);
  const throughput = barPlot({
    title: `Tasks that ended in the last ${hours.length} hours: ${ended}, of them ${completed} completed`,
    bars: hours.map((hour) => ({
      name: `${hourOf(hour)}: ${hour.completed} completed, ${hour.failed} failed, ${hour.cancelled} cancelled`,
      parts: [
        { kind: 'completed', value: hour.completed },
        { kind: 'failed', value: hour.failed },
        { kind: 'cancelled', value: hour.cancelled },
      ],
    })),
    format: String,
  });
  const spent = barPlot({
    title: `Cost of the last ${hours.length} hours: ${dollars(cost)} for ${short(tokens)} tokens`,
    bars: hours.map((hour) => ({
      name: `${hourOf(hour)}: ${dollars(hour.cost_usd)}, ${short(hour.tokens)} tokens`,
      parts: [{ kind: 'cost', value: hour.cost_usd }],
    })),
    format: dollars,
  });
  return html`<section id="trends" aria-labelledby="trends-title"><h2 id="trends-title">Last ${hours.length} hours</h2>
<div class="cards"><figure class="panel">${throughput}<figcaption>${completed} of ${ended} tasks completed</figcaption></figure>
<figure class="panel">${spent}<figcaption>${dollars(cost)} for ${short(tokens)} tokens</figcaption></figure></div></section>`;
}

function hourOf({ start }: Hour): string {
  return `${start.slice(11, 16)} UTC`;
}

function sum(hours: readonly Hour[], value: (hour: Hour) => number): number {
  return hours.reduce((total, hour) => total + value(hour), 0);
}
