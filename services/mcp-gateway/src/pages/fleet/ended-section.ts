import type { TaskView } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';
import { gitHubLink } from '../parts/github-link.ts';
import { statusBadge } from '../parts/status-badge.ts';
import { taskLink } from '../parts/task-link.ts';
import { time } from '../parts/time.ts';

/** What ended last. */
export function endedSection(tasks: readonly TaskView[]): Html {
  return html`<section id="ended" aria-labelledby="ended-title"><h2 id="ended-title">Ended last</h2>
${tasks.length === 0 ? html`<p class="soft">No task has ended.</p>` : html`<ul class="rows">${tasks.map(row)}</ul>`}
<p><a href="/tasks">All tasks</a></p></section>`;
}

function row(task: TaskView): Html {
  return html`<li>${statusBadge(task.status)}<div>${taskLink(task)}<p class="soft">${time(task.finished_at)}${outcome(task)}</p></div></li>`;
}

function outcome({ failure, pr_url: url, pull }: TaskView): Html | null {
  if (failure !== null) return html` · ${failure.message}`;
  return url === null
    ? null
    : html` · ${gitHubLink(url, pull ? `pull request #${pull.number}` : 'pull request')}`;
}
