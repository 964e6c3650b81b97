import { closingNumbers } from '../state/closing-keywords.ts';
import { fullName, type Issue, isPullRequest, type Repository } from '../state/entities.ts';
import { ago } from './ago.ts';
import { conversation } from './conversation.ts';
import { type Html, html } from './html.ts';
import { icon, labelChip, stateBadge, stateIcon } from './parts.ts';

export type IssuePage = {
  repository: Repository;
  issue: Issue;
  nowMs: number;
  /** Whether who looks may comment, and whether they may label and close. */
  may: { comment: boolean; triage: boolean };
};

export function issuePage(page: IssuePage): Html {
  const { repository, issue, nowMs } = page;
  return html`<main>
<div id="title" data-live>
<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p class="under">${stateBadge(issue)} <span><strong>${issue.author.login}</strong> opened this ${ago(issue.createdAt, nowMs)}</span></p>
</div>
<div class="columns">
<div><div id="conversation" data-live>${conversation({ repository, issue, nowMs })}</div>${commentForm(page)}</div>
<aside id="aside" data-live>${labelsAside(page)}${linkedPulls(repository, issue)}</aside>
</div>
</main>`;
}

/** Where things are posted to. */
export function actionBase({ repository, issue }: Pick<IssuePage, 'repository' | 'issue'>): string {
  return `/${fullName(repository)}/issues/${issue.number}`;
}

export function commentForm(page: IssuePage): Html {
  const { may, issue } = page;
  if (!may.comment) return html`<p class="empty">Choose somebody to act as, to comment.</p>`;
  const other = issue.state === 'open' ? 'Close' : 'Reopen';
  const toggles = may.triage && !issue.pull?.mergedAt;
  return html`<form class="reply" method="post" action="${actionBase(page)}/comments">
<label for="body">Add a comment</label>
<textarea id="body" name="body" rows="4" placeholder="Reply… Markdown works"></textarea>
<div class="buttons">${toggles ? html`<button name="state" value="${issue.state === 'open' ? 'closed' : 'open'}">${other}</button>` : null}<button class="primary">Comment</button></div>
</form>`;
}

export function labelsAside(page: IssuePage): Html {
  const { repository, issue, may } = page;
  const absent = repository.labels.filter((label) => !issue.labels.includes(label));
  return html`<section><h2>Labels</h2>
${issue.labels.length === 0 ? html`<p class="meta">None yet</p>` : null}
<ul class="labels">${issue.labels.map((label) => html`<li>${labelChip(label)}${may.triage ? removeButton(page, label.name) : null}</li>`)}</ul>
${may.triage ? html`<form class="add-label" method="post" action="${actionBase(page)}/labels"><select name="add" aria-label="Label to add">${absent.map((label) => html`<option>${label.name}</option>`)}</select><button>Add</button></form>` : null}
</section>`;
}

function removeButton(page: IssuePage, name: string): Html {
  return html`<form method="post" action="${actionBase(page)}/labels"><button class="x" name="remove" value="${name}" title="Remove ${name}">×</button></form>`;
}

/** The pull requests that say they close this issue. */
function linkedPulls(repository: Repository, issue: Issue): Html | null {
  const pulls = repository.issues
    .filter(isPullRequest)
    .filter(({ body }) => closingNumbers(body ?? '', fullName(repository)).includes(issue.number));
  if (pulls.length === 0) return null;
  return html`<section><h2>${icon('pull')} Pull requests</h2><ul class="plain">${pulls.map((pull) => html`<li>${stateIcon(pull)} <a href="/${fullName(repository)}/pull/${pull.number}">${pull.title} <span class="number">#${pull.number}</span></a></li>`)}</ul></section>`;
}
