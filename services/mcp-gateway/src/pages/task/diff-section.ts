import type { ShownDiff } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';
import { type FileDiff, splitDiff } from './split-diff.ts';

const rendered = new WeakMap<ShownDiff, Html>();

/** What the work changes, a file at a time; of one diff it is made once for everybody who looks. */
export function diffSection(diff: ShownDiff): Html {
  const section = rendered.get(diff) ?? render(diff);
  rendered.set(diff, section);
  return section;
}

function render({ diff, truncated }: ShownDiff): Html {
  if (diff === '') return html`<section id="diff" hidden></section>`;
  const files = splitDiff(diff);
  return html`<section id="diff" aria-labelledby="diff-title"><h2 id="diff-title">Changes</h2>
${files.map(file)}
${truncated && html`<p class="soft">There is more: only the beginning is kept here.</p>`}</section>`;
}

function file({ path, lines }: FileDiff, i: number): Html {
  const added = lines.filter(({ kind }) => kind === 'added').length;
  const removed = lines.filter(({ kind }) => kind === 'removed').length;
  return html`<details id="file-${i}" class="panel file" open><summary><code>${path}</code> <span class="good">+${added}</span> <span class="bad">−${removed}</span></summary>
<pre class="diff" tabindex="0" aria-label="Changes of ${path}">${lines.map(
    ({ kind, text }) => html`<span class="${kind}">${text}
</span>`,
  )}</pre></details>`;
}
