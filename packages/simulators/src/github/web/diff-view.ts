import type { FileDiff } from '../git/diff.ts';
import { type Html, html } from './html.ts';

/** Files with their changed lines in colour. */
export function diffView(files: readonly FileDiff[]): Html {
  return html`${files.map(fileView)}`;
}

function fileView(file: FileDiff): Html {
  const name = file.previousFilename === null ? file.filename : `${file.previousFilename} → ${file.filename}`;
  const body =
    file.patch === null
      ? html`<p class="empty">Nothing to show: the file is binary, or only its name or mode changed.</p>`
      : html`<div class="scroll"><table class="diff">${diffLines(file.patch).map(lineView)}</table></div>`;
  return html`<details class="file" open>
<summary><code>${name}</code> <span class="pill">${file.status}</span> <span class="plus">+${file.additions}</span> <span class="minus">−${file.deletions}</span></summary>
${body}
</details>`;
}

export type DiffLine = {
  kind: 'hunk' | 'add' | 'del' | 'same' | 'note';
  old: number | null;
  new: number | null;
  text: string;
};

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;
const KINDS: Record<string, DiffLine['kind']> = { '+': 'add', '-': 'del', '\\': 'note' };

/** The lines of a patch with their numbers on both sides. */
export function diffLines(patch: string): DiffLine[] {
  let [left, right] = [0, 0];
  return patch.split('\n').map((line): DiffLine => {
    const header = HEADER.exec(line);
    if (header) {
      [left, right] = [Number(header[1]), Number(header[2])];
      return { kind: 'hunk', old: null, new: null, text: line };
    }
    const kind = KINDS[line.charAt(0)] ?? 'same';
    const text = kind === 'note' ? line : line.slice(1);
    const old = kind === 'del' || kind === 'same' ? left++ : null;
    return { kind, old, new: kind === 'add' || kind === 'same' ? right++ : null, text };
  });
}

/** One line of a patch as a row of a table. */
export function lineView({ kind, old, new: fresh, text }: DiffLine): Html {
  const sign = kind === 'add' ? '+' : kind === 'del' ? '−' : '';
  return html`<tr class="${kind}"><td class="n">${old}</td><td class="n">${fresh}</td><td class="s">${sign}</td><td class="t">${text}</td></tr>`;
}
