import type { PullRequest, Review, ReviewComment } from '../state/entities.ts';
import { ago } from './ago.ts';
import { diffLines, lineView } from './diff-view.ts';
import { type Html, html } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { avatar } from './parts.ts';
import { reactionsRow } from './reactions-row.ts';

/** Where links in texts lead from, and what time it is. */
export type Reading = { base: string; nowMs: number };

const VERDICTS: Record<Review['state'], string> = {
  APPROVED: 'approved these changes',
  CHANGES_REQUESTED: 'requested changes',
  COMMENTED: 'reviewed',
  PENDING: 'began a review',
  DISMISSED: 'had a review dismissed',
};

/** A review with its threads; null: it holds nothing but replies, which stand in their threads. */
export function reviewCard(issue: PullRequest, review: Review, reading: Reading): Html | null {
  const own = issue.pull.reviewComments.filter(({ reviewId }) => reviewId === review.id);
  const roots = own.filter(({ inReplyToId }) => inReplyToId === null);
  if (own.length > 0 && roots.length === 0 && review.body === '') return null;
  const kind = review.state.toLowerCase().replace('_', '-');
  return html`<article class="comment review ${kind}" id="pullrequestreview-${review.id}">
<header>${avatar(review.author, 24)} <strong>${review.author.login}</strong> ${VERDICTS[review.state]} <span class="meta">${ago(review.submittedAt ?? issue.createdAt, reading.nowMs)}</span></header>
${review.body === '' ? null : html`<div class="markdown">${renderMarkdown(review.body, reading.base)}</div>`}
${roots.map((root) => thread(issue, root, reading))}
</article>`;
}

function thread({ pull }: PullRequest, root: ReviewComment, reading: Reading): Html {
  const replies = pull.reviewComments.filter(({ inReplyToId }) => inReplyToId === root.id);
  return html`<div class="inline"><p class="meta"><code>${root.path}${root.line === null ? '' : `:${root.line}`}</code>${root.outdated ? html` <span class="pill">outdated</span>` : null}</p>
${hunk(root.diffHunk)}
${[root, ...replies].map((comment) => spoken(comment, reading))}</div>`;
}

const CONTEXT_LINES = 4;

/** The line in question and those right before it. */
function hunk(patch: string): Html | null {
  const lines = diffLines(patch).filter(({ kind }) => kind !== 'hunk');
  if (patch === '') return null;
  return html`<div class="scroll"><table class="diff">${lines.slice(-CONTEXT_LINES).map(lineView)}</table></div>`;
}

function spoken(comment: ReviewComment, { base, nowMs }: Reading): Html {
  const { id, author, body, createdAt, reactions } = comment;
  return html`<div class="said" id="discussion_r${id}"><p>${avatar(author, 20)} <strong>${author.login}</strong> <span class="meta">${ago(createdAt, nowMs)}</span></p><div class="markdown">${renderMarkdown(body, base)}</div>${reactionsRow(reactions)}</div>`;
}
