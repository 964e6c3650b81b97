import { fullName, type Issue, type Repository } from '../state/entities.ts';
import { ago } from './ago.ts';
import { type Html, html } from './html.ts';
import { icon, labelChip, stateIcon } from './parts.ts';
import { topicList, visibility } from './repositories-page.ts';

export type RepositoryPage = { repository: Repository; gitUrl: string; nowMs: number };

/** One repository: its issues and its pull requests. */
export function repositoryPage({ repository, gitUrl, nowMs }: RepositoryPage): Html {
  const name = fullName(repository);
  const newest = [...repository.issues].reverse();
  const ordered = [
    ...newest.filter((issue) => issue.state === 'open'),
    ...newest.filter((issue) => issue.state === 'closed'),
  ];
  const list = (items: readonly Issue[], none: string) => issueList({ repository, items, none, nowMs });
  return html`<main>
<div class="heading">
<h1>${icon('repository')} ${name} ${visibility(repository)}</h1>
<a class="button primary" href="/${name}/issues/new">New issue</a>
</div>
${repository.description === null ? null : html`<p>${repository.description}</p>`}
${topicList(repository)}
<p class="clone"><code>git clone ${gitUrl}/${name}.git</code></p>
<div id="lists" data-live>
${list(
  ordered.filter((issue) => !issue.pull),
  'issues',
)}
${list(
  ordered.filter((issue) => issue.pull),
  'pull requests',
)}
</div>
</main>`;
}

type List = { repository: Repository; items: readonly Issue[]; none: string; nowMs: number };

function issueList({ repository, items, none, nowMs }: List): Html {
  const open = items.filter((issue) => issue.state === 'open').length;
  return html`<section class="box">
<h2>${none.charAt(0).toUpperCase() + none.slice(1)} <span class="count">${open} open</span> <span class="count">${items.length - open} closed</span></h2>
${items.length === 0 ? html`<p class="empty">There are no ${none} yet.</p>` : null}
<ul class="rows">${items.map((issue) => row(repository, issue, nowMs))}</ul>
</section>`;
}

function row(repository: Repository, issue: Issue, nowMs: number): Html {
  const href = `/${fullName(repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  const { length } = issue.comments;
  return html`<li>${stateIcon(issue)}<div>
<a class="title" href="${href}">${issue.title}</a> ${issue.labels.map(labelChip)}
<p class="meta">#${issue.number} opened ${ago(issue.createdAt, nowMs)} by ${issue.author.login}${length ? ` · ${length} comment${length === 1 ? '' : 's'}` : null}</p>
</div></li>`;
}
