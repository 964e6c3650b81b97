import type { Issue, Label, User } from '../state/entities.ts';
import { type Html, html, trusted } from './html.ts';

/** A label in its own colour, with writing that can be read on it. */
export function labelChip({
  name,
  color,
  description,
}: Pick<Label, 'name' | 'color'> & { description?: string | null }): Html {
  const safe = /^[0-9a-f]{6}$/i.test(color) ? color : 'ededed';
  const ink = isLight(safe) ? '#1f2328' : '#ffffff';
  return html`<span class="label" style="background:#${safe};color:${ink}" title="${description ?? ''}">${name}</span>`;
}

export function avatar(user: User, size = 20): Html {
  return html`<img class="avatar" src="/avatars/${user.id}.svg" width="${size}" height="${size}" alt="">`;
}

type IssueState = 'open' | 'closed' | 'not planned' | 'draft' | 'merged' | 'unmerged';

function stateOf(issue: Issue): IssueState {
  if (issue.pull?.mergedAt) return 'merged';
  if (issue.state === 'closed') {
    if (issue.pull) return 'unmerged';
    return issue.stateReason === 'not_planned' ? 'not planned' : 'closed';
  }
  return issue.pull?.draft ? 'draft' : 'open';
}

const WORDS: Record<IssueState, string> = {
  open: 'Open',
  closed: 'Closed',
  'not planned': 'Closed as not planned',
  draft: 'Draft',
  merged: 'Merged',
  unmerged: 'Closed',
};

export function stateBadge(issue: Issue): Html {
  const state = stateOf(issue);
  return html`<span class="state ${classOf(state)}">${stateIcon(issue)} ${WORDS[state]}</span>`;
}

export function stateIcon(issue: Issue): Html {
  const state = stateOf(issue);
  const name = issue.pull ? 'pull' : state === 'open' ? 'issue' : 'done';
  return html`<span class="icon ${classOf(state)}">${icon(name)}</span>`;
}

const SHAPES = {
  issue: '<circle cx="8" cy="8" r="6.5"/><circle cx="8" cy="8" r="1.4" fill="currentColor"/>',
  done: '<circle cx="8" cy="8" r="6.5"/><path d="m5.2 8.2 2 2 3.6-4"/>',
  pull: '<circle cx="4" cy="3.5" r="1.8"/><circle cx="4" cy="12.5" r="1.8"/><circle cx="12" cy="12.5" r="1.8"/><path d="M4 5.3v5.4M12 10.7V6.5a2 2 0 0 0-2-2H8m1.8-2L7.7 4.5l2.1 2"/>',
  repository:
    '<path d="M3 13.2V3a1.5 1.5 0 0 1 1.5-1.5H13v10H4.5A1.5 1.5 0 0 0 3 13a1.5 1.5 0 0 0 1.5 1.5H13v-3"/>',
  tag: '<path d="M2 2.5h5.5l6.3 6.3-5 5L2 7z"/><circle cx="5" cy="5.3" r=".8" fill="currentColor"/>',
  commit: '<circle cx="8" cy="8" r="2.6"/><path d="M1 8h4.4m5.2 0H15"/>',
  event: '<circle cx="8" cy="8" r="3"/>',
} as const;

export function icon(name: keyof typeof SHAPES): Html {
  return trusted(
    `<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">${SHAPES[name]}</svg>`,
  );
}

function classOf(state: IssueState): string {
  return `is-${state.replace(' ', '-')}`;
}

function isLight(hex: string): boolean {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return (red * 299 + green * 587 + blue * 114) / 1000 > 150;
}
