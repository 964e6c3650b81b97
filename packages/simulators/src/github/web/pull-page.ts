import type { Commit } from '../git/commits.ts';
import type { FileDiff } from '../git/diff.ts';
import type { CheckRun } from '../state/check-entities.ts';
import { fullName, type PullRequest } from '../state/entities.ts';
import { ago } from './ago.ts';
import { conversation } from './conversation.ts';
import { diffView } from './diff-view.ts';
import { type Html, html } from './html.ts';
import { actionBase, commentForm, type IssuePage, labelsAside } from './issue-page.ts';
import { icon, stateBadge } from './parts.ts';

export type PullPage = IssuePage & {
  issue: PullRequest;
  commits: readonly Commit[];
  files: readonly FileDiff[];
  checks: readonly CheckRun[];
  mergeable: boolean | null;
};

export function pullPage(page: PullPage): Html {
  const { repository, issue, nowMs } = page;
  const { headRef, baseRef } = issue.pull;
  return html`<main>
<div id="title" data-live>
<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p class="under">${stateBadge(issue)} <span><strong>${issue.author.login}</strong> wants to merge ${page.commits.length} commit${page.commits.length === 1 ? '' : 's'} into <code>${baseRef}</code> from <code>${headRef}</code></span></p>
</div>
<div class="columns">
<div>
<div id="conversation" data-live>${conversation({ repository, issue, nowMs })}</div>
<div id="merge" data-live>${mergeBox(page)}</div>
${commentForm(page)}
</div>
<aside id="aside" data-live>${labelsAside(page)}${checksAside(page)}</aside>
</div>
<div id="changes" data-live>${commitList(page)}${fileList(page)}</div>
</main>`;
}

function mergeBox(page: PullPage): Html | null {
  if (page.issue.state === 'closed' || page.mergeable === null) return null;
  if (!page.mergeable)
    return html`<p class="merge conflict">This branch has conflicts with <code>${page.issue.pull.baseRef}</code>.</p>`;
  return html`<form class="merge" method="post" action="${actionBase(page)}/merge"><span>No conflicts with <code>${page.issue.pull.baseRef}</code>.</span>${page.may.triage ? html`<button class="primary">Merge</button>` : null}</form>`;
}

function checksAside({ repository, checks }: PullPage): Html | null {
  if (checks.length === 0) return null;
  const base = `/${fullName(repository)}/runs`;
  return html`<section><h2>Checks</h2><ul class="plain">${checks.map((run) => html`<li class="check ${run.conclusion ?? run.status}"><a href="${base}/${run.id}">${run.name}</a> <span class="meta">${(run.conclusion ?? run.status).replaceAll('_', ' ')}${run.attempt > 1 ? html`, attempt ${run.attempt}` : null}</span></li>`)}</ul></section>`;
}

function commitList({ commits, nowMs }: PullPage): Html {
  return html`<section class="box"><h2>${icon('commit')} Commits <span class="count">${commits.length}</span></h2>
<ul class="rows">${commits.map((commit) => html`<li><div><span class="title">${commit.message.split('\n')[0] ?? ''}</span><p class="meta"><code>${commit.sha.slice(0, 7)}</code> ${commit.author.name} ${ago(commit.author.date, nowMs)}</p></div></li>`)}</ul></section>`;
}

function fileList({ files }: PullPage): Html {
  const plus = files.reduce((sum, file) => sum + file.additions, 0);
  const minus = files.reduce((sum, file) => sum + file.deletions, 0);
  return html`<section class="changes"><h2>Files changed <span class="count">${files.length}</span> <span class="plus">+${plus}</span> <span class="minus">−${minus}</span></h2>${diffView(files)}</section>`;
}
