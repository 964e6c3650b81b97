import type { OutputOf, TaskView } from '@opencode-commander/control';
import { STATUSES } from '@opencode-commander/task';
import { type Html, html } from '../../html/html.ts';
import { dollars } from '../parts/amounts.ts';
import { statusBadge, statusName } from '../parts/status-badge.ts';
import { taskLink } from '../parts/task-link.ts';
import { time } from '../parts/time.ts';
import { addressOf, type TasksFilter } from './read-filter.ts';

/** A page of tasks under the form that chooses among them. */
export function tasksContent(filter: TasksFilter, { tasks, next }: OutputOf<'tasks.list'>): Html {
  return html`<h1>Tasks</h1>${filterForm(filter)}
${tasks.length === 0 ? html`<p class="soft">No such task is here.</p>` : html`<ul class="rows">${tasks.map(row)}</ul>`}
<p>${filter.cursor !== undefined && html`<a href="${addressOf(withoutCursor(filter))}">The newest</a> `}${
    next !== null && html`<a href="${addressOf({ ...filter, cursor: next })}" rel="next">Older ones</a>`
  }</p>`;
}

function row(task: TaskView): Html {
  return html`<li>${statusBadge(task.status)}<div>${taskLink(task)}<p class="soft">since ${time(task.created_at)} · ${dollars(task.usage.cost_usd)}</p></div></li>`;
}

function filterForm({ statuses = [], repo = '' }: TasksFilter): Html {
  const options = STATUSES.map(
    (status) =>
      html`<option value="${status}"${statuses.includes(status) && html` selected`}>${statusName(status)}</option>`,
  );
  return html`<form method="get" action="/tasks" class="inline"><label>Status <select name="status"><option value="">all</option>${options}</select></label>
<label>Repository <input name="repo" value="${repo}" placeholder="owner/name" maxlength="200"></label>
<button>Show</button></form>`;
}

function withoutCursor({ cursor: _, ...filter }: TasksFilter): TasksFilter {
  return filter;
}
