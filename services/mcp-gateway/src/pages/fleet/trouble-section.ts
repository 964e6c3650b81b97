import type { ProcessView } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';
import { time } from '../parts/time.ts';
import type { FleetView } from './fleet-view.ts';

/** What holds work up or is not well; an empty place when all is. */
export function troubleSection(status: FleetView['status']): Html {
  const lines = [...heldUp(status), ...unwell(status.processes)];
  if (lines.length === 0) return html`<section id="trouble" hidden></section>`;
  return html`<section id="trouble" class="panel trouble" aria-labelledby="trouble-title"><h2 id="trouble-title">Needs attention</h2>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

function heldUp({ held, rate_limits, paused_providers, outbox }: FleetView['status']): Html[] {
  const { paused_until: until } = rate_limits;
  return [
    ...(held === null ? [] : [html`No queued task begins: ${held}`]),
    ...(until === null ? [] : [html`GitHub wants to be left alone until ${time(until)}`]),
    ...paused_providers.map(
      ({ provider, until: end }) => html`${provider} is out of quota until ${time(end)}`,
    ),
    ...(outbox.dead === 0
      ? []
      : [html`${outbox.dead} writes to GitHub were given up: <code>commander outbox list</code> shows them`]),
  ];
}

function unwell(processes: readonly ProcessView[]): Html[] {
  return processes.flatMap((process) => {
    const name = `${process.service} on ${process.host} (process ${process.pid})`;
    if (!process.alive) return [html`${name} was last heard of ${time(process.last_seen)}`];
    return process.problems.map((problem) => html`${name}: ${problem}`);
  });
}
