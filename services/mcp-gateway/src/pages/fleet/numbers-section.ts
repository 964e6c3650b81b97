import { PRIORITIES } from '@opencode-commander/task';
import { type Html, html } from '../../html/html.ts';
import { dollars } from '../parts/amounts.ts';
import type { FleetView } from './fleet-view.ts';

/** How full everything is, in a few numbers. */
export function numbersSection(status: FleetView['status']): Html {
  const { slots, budget, tasks, queue, delayed, outbox } = status;
  const queued = PRIORITIES.reduce((sum, priority) => sum + (queue[priority] ?? 0), 0);
  return html`<section id="numbers" aria-label="Overview"><dl class="numbers">
${number('Slots in use', `${slots.used} of ${slots.total}`, slotsMeter(slots))}
${number('Waiting for an answer', String(tasks['waiting_human'] ?? 0))}
${number('In the queue', String(queued), delayed > 0 ? html`<small>${delayed} for their next try</small>` : null)}
${number('Spent today', dollars(budget.spent_today_usd), budgetMeter(budget))}
${number('On the way to GitHub', String(outbox.waiting), outbox.dead > 0 ? html`<small class="bad">${outbox.dead} given up</small>` : null)}
</dl></section>`;
}

function number(name: string, value: string, more: Html | null = null): Html {
  return html`<div><dt>${name}</dt><dd>${value}${more}</dd></div>`;
}

function slotsMeter({ used, total }: FleetView['status']['slots']): Html | null {
  if (total === 0) return null;
  return html`<meter aria-label="Slots in use" min="0" max="${total}" value="${Math.min(used, total)}"></meter>`;
}

function budgetMeter({ day_usd: limit, spent_today_usd: spent }: FleetView['status']['budget']): Html | null {
  if (limit === null) return null;
  return html`<small>of ${dollars(limit)}</small><meter aria-label="Budget of today" min="0" max="${limit}" value="${Math.min(spent, limit)}"></meter>`;
}
