import type { TaskView } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';

/** A task by its issue and title, as the link to its page. */
export function taskLink({
  id,
  repo,
  number,
  title,
}: Pick<TaskView, 'id' | 'repo' | 'number' | 'title'>): Html {
  return html`<a class="task" href="/tasks/${id}"><span class="soft">${repo}#${number}</span> <bdi>${title}</bdi></a>`;
}
