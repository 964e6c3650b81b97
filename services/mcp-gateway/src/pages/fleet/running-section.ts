import type { RunningTask } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';
import { bytes, dollars, short } from '../parts/amounts.ts';
import { taskLink } from '../parts/task-link.ts';
import { time } from '../parts/time.ts';
import { sparkline } from '../plots/sparkline.ts';
import type { Activity } from './fleet-view.ts';

/** The agents at work. */
export function runningSection(tasks: readonly RunningTask[]): Html {
  return html`<section id="running" aria-labelledby="running-title"><h2 id="running-title">Running</h2>
${
  tasks.length === 0
    ? html`<p class="soft">No agent is at work.</p>`
    : html`<ul class="cards">${tasks.map(card)}</ul>`
}</section>`;
}

function card(task: RunningTask): Html {
  const { usage, checklist } = task;
  const done = checklist.filter((step) => step.done).length;
  return html`<li class="panel"><h3>${taskLink(task)}</h3>
<p class="soft">${task.priority} · since ${time(task.started_at)}${checklist.length > 0 && ` · ${done} of ${checklist.length} steps`}</p>
${task.activity && activityList(task.activity)}
<p class="soft">${short(usage.input_tokens)} tokens in, ${short(usage.output_tokens)} out · ${dollars(usage.cost_usd)}</p></li>`;
}

/** What an agent does and uses right now. */
export function activityList(activity: Activity): Html {
  const { tool, cpu_percent: cpu, tokens_per_minute: tokens } = activity;
  return html`<dl class="activity">
<div><dt>Tool</dt><dd>${tool === null ? html`<span class="soft">none</span>` : html`<code>${tool}</code>`}</dd></div>
<div><dt>CPU</dt><dd>${cpu.toFixed(0)} %</dd></div>
<div><dt>Memory</dt><dd>${memory(activity)}</dd></div>
<div><dt>Tokens</dt><dd>${sparkline(tokens, { label: `Tokens of the last ${tokens.length} minutes, now ${short(tokens.at(-1) ?? 0)} a minute` })}</dd></div>
</dl>`;
}

function memory({ memory_bytes: used, memory_limit_bytes: limit }: Activity): Html {
  return html`${bytes(used)} of ${bytes(limit)} <meter aria-label="Memory in use" min="0" max="${limit}" high="${0.9 * limit}" value="${Math.min(used, limit)}"></meter>`;
}
