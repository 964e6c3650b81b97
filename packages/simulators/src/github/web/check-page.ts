import type { CheckRun } from '../state/check-entities.ts';
import { type Html, html } from './html.ts';

/** What a check found, and its log. */
export function checkPage({ name, headSha, status, conclusion, output, annotations, log }: CheckRun): Html {
  const outcome = conclusion ?? status;
  return html`<main class="narrow">
<h1>${name}</h1>
<p class="under"><span class="check ${outcome}">${outcome.replaceAll('_', ' ')}</span> <code>${headSha.slice(0, 7)}</code></p>
${output.title === null ? null : html`<h2>${output.title}</h2>`}
${output.summary === null ? null : html`<p>${output.summary}</p>`}
<ul class="plain">${annotations.map(({ path, startLine, message }) => html`<li><code>${path}:${startLine}</code> ${message}</li>`)}</ul>
${log === null ? null : html`<div class="markdown"><pre><code>${log}</code></pre></div>`}
</main>`;
}
