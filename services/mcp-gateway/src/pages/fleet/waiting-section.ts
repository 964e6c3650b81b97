import type { TaskView } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';
import type { Viewer } from '../../html/layout.ts';
import { questionBox } from '../parts/question-box.ts';
import { taskLink } from '../parts/task-link.ts';

/** The questions that wait, each with a box for its answer. */
export function waitingSection(tasks: readonly TaskView[], viewer: Viewer): Html {
  if (tasks.length === 0) return html`<section id="waiting" hidden></section>`;
  return html`<section id="waiting" aria-labelledby="waiting-title"><h2 id="waiting-title">Waiting for an answer</h2>
<ul class="cards">${tasks.map((task) => card(task, viewer))}</ul></section>`;
}

function card(task: TaskView, viewer: Viewer): Html {
  return html`<li class="panel asks"><h3>${taskLink(task)}</h3>${questionBox(task, { viewer, back: '/' })}</li>`;
}
