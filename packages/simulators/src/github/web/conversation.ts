import {
  type App,
  fullName,
  type Issue,
  type IssueEvent,
  isPullRequest,
  type Reaction,
  type Repository,
  type User,
} from '../state/entities.ts';
import { ago } from './ago.ts';
import { type Html, html } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { avatar, icon, labelChip } from './parts.ts';
import { reactionsRow } from './reactions-row.ts';
import { reviewCard } from './review-card.ts';

export type Conversation = { repository: Repository; issue: Issue; nowMs: number };

/** The first text, then comments, events and reviews in the order in which they happened. */
export function conversation({ repository, issue, nowMs }: Conversation): Html {
  const base = `/${fullName(repository)}`;
  const bubble = (spoken: Spoken) => speechBubble(spoken, base, nowMs);
  const comments = issue.comments.map((comment) => ({
    id: comment.id,
    view: bubble({ ...comment, at: comment.createdAt, anchor: `issuecomment-${comment.id}` }),
  }));
  const events = groupLabels(issue.events).map((group) => ({
    id: group[0]?.id ?? 0,
    view: eventLine(group, nowMs),
  }));
  const reviews = isPullRequest(issue)
    ? issue.pull.reviews.map((review) => ({
        id: review.id,
        view: reviewCard(issue, review, { base, nowMs }),
      }))
    : [];
  const first = bubble({ ...issue, body: issue.body ?? '', at: issue.createdAt, anchor: 'issue' });
  const rest = [...comments, ...events, ...reviews].sort((a, b) => a.id - b.id).map(({ view }) => view);
  return html`<div class="conversation">${first}${rest}</div>`;
}

type Spoken = {
  author: User;
  app: App | null;
  body: string;
  reactions: readonly Reaction[];
  at: string;
  anchor: string;
};

function speechBubble({ author, body, reactions, at, anchor }: Spoken, base: string, nowMs: number): Html {
  const text = body.trim() === '' ? html`<p class="empty">No description.</p>` : renderMarkdown(body, base);
  return html`<article class="comment" id="${anchor}">
<header>${avatar(author, 24)} <strong>${author.login}</strong> ${author.type === 'Bot' ? html`<span class="pill">bot</span>` : null} <span class="meta">${ago(at, nowMs)}</span></header>
<div class="markdown">${text}</div>
${reactionsRow(reactions)}
</article>`;
}

/** Labels that one actor changed in the same second are one line. */
function groupLabels(events: readonly IssueEvent[]): IssueEvent[][] {
  const groups: IssueEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    const [head] = last ?? [];
    const joins =
      event.label && head?.label && head.actor === event.actor && head.createdAt === event.createdAt;
    if (joins && last) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

function eventLine(group: readonly IssueEvent[], nowMs: number): Html {
  const [event] = group;
  if (!event) return html``;
  const what = event.label ? labelWords(group) : eventWords(event);
  return html`<p class="event">${icon(event.label ? 'tag' : 'event')} <span>${avatar(event.actor, 16)} <strong>${event.actor.login}</strong> ${what} <span class="meta">${ago(event.createdAt, nowMs)}</span></span></p>`;
}

function labelWords(group: readonly IssueEvent[]): Html {
  const chips = (name: string) =>
    group.filter(({ event }) => event === name).flatMap(({ label }) => (label ? [labelChip(label)] : []));
  const [added, removed] = [chips('labeled'), chips('unlabeled')];
  return html`${added.length ? html`added ${added}` : null}${added.length && removed.length ? ' and ' : null}${removed.length ? html`removed ${removed}` : null}`;
}

function eventWords({ event, rename, subject, commitId }: IssueEvent): Html {
  switch (event) {
    case 'renamed':
      return html`changed the title from <del>${rename?.from ?? ''}</del> to <strong>${rename?.to ?? ''}</strong>`;
    case 'closed':
    case 'reopened':
      return html`${event} this`;
    case 'merged':
      return html`merged commit <code>${(commitId ?? '').slice(0, 7)}</code>`;
    case 'head_ref_deleted':
      return html`deleted the branch`;
    case 'head_ref_force_pushed':
      return html`force-pushed to <code>${(commitId ?? '').slice(0, 7)}</code>`;
    default:
      return html`${event.replaceAll('_', ' ')} ${subject ? html`<strong>${subject.login}</strong>` : null}`;
  }
}
