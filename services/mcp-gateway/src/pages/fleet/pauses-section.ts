import type { PauseView } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';
import type { Viewer } from '../../html/layout.ts';
import { actionForm } from '../parts/action-form.ts';
import { time } from '../parts/time.ts';

/** What people have paused, and the ways to pause everything and to resume. */
export function pausesSection(pauses: readonly PauseView[], viewer: Viewer): Html {
  const isPaused = pauses.some(({ scope }) => scope === 'all');
  return html`<section id="pauses" aria-labelledby="pauses-title"><h2 id="pauses-title">Pauses</h2>
${pauses.length === 0 ? html`<p class="soft">Nothing is paused.</p>` : html`<ul class="rows">${pauses.map((pause) => row(pause, viewer))}</ul>`}
${!isPaused && html`<details id="pause-everything"><summary class="button">Pause everything …</summary>${pauseForm(viewer)}</details>`}
</section>`;
}

function row(pause: PauseView, viewer: Viewer): Html {
  const { scope, name, by, since, reason, preempts } = pause;
  const field = scope === 'repository' ? 'repo' : 'provider';
  const about = name === null ? null : html`<input type="hidden" name="${field}" value="${name}">`;
  return html`<li><div><strong>${name ?? 'Everything'}</strong>
<p class="soft">${reason ?? 'paused'}${by !== null && `, by ${by}`}${since !== null && html` ${time(since)}`}${preempts && ', with what ran let go of'}</p></div>
${actionForm({ action: '/resume', viewer, back: '/', content: html`${about}<button>Resume<span class="unseen"> ${name ?? 'everything'}</span></button>` })}</li>`;
}

function pauseForm(viewer: Viewer): Html {
  const content = html`<label for="pause-reason">Why</label><input id="pause-reason" name="reason" maxlength="500">
<label class="choice"><input type="checkbox" name="preempt" value="yes"> Let go of what runs</label>
<button>Pause everything</button>`;
  return html`<div id="pause-form" data-keep>${actionForm({ action: '/pause', viewer, back: '/', content, className: 'stack' })}</div>`;
}
