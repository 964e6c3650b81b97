import { fullName, type Repository } from '../state/entities.ts';
import { ago } from './ago.ts';
import { type Html, html } from './html.ts';
import { icon } from './parts.ts';

/** Every repository, as cards. */
export function repositoriesPage(repositories: readonly Repository[], nowMs: number): Html {
  if (repositories.length === 0)
    return html`<main id="main" data-live><h1>Repositories</h1><p class="empty">There is no repository yet.</p></main>`;
  return html`<main id="main" data-live>
<h1>Repositories</h1>
<ul class="cards">${repositories.map((repository) => card(repository, nowMs))}</ul>
</main>`;
}

function card(repository: Repository, nowMs: number): Html {
  const open = repository.issues.filter((issue) => issue.state === 'open');
  const pulls = open.filter((issue) => issue.pull).length;
  return html`<li class="card">
<h2>${icon('repository')} <a href="/${fullName(repository)}">${fullName(repository)}</a> ${visibility(repository)}</h2>
${repository.description === null ? null : html`<p>${repository.description}</p>`}
${topicList(repository)}
<p class="meta">${count(open.length - pulls, 'open issue')} · ${count(pulls, 'open pull request')} · changed ${ago(repository.pushedAt, nowMs)}</p>
</li>`;
}

export function visibility(repository: Repository): Html {
  const words = [repository.private ? 'Private' : 'Public', ...(repository.archived ? ['archived'] : [])];
  return html`<span class="pill">${words.join(' ')}</span>`;
}

export function topicList({ topics }: Repository): Html | null {
  if (topics.length === 0) return null;
  return html`<p class="topics">${topics.map((topic) => html`<span>${topic}</span>`)}</p>`;
}

function count(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}
