import { REACTIONS, type Reaction, type ReactionContent } from '../state/entities.ts';
import { type Html, html } from './html.ts';

const SIGNS: Record<ReactionContent, string> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
};

/** Each reaction with how many gave it, and who. */
export function reactionsRow(reactions: readonly Reaction[]): Html | null {
  if (reactions.length === 0) return null;
  const pills = REACTIONS.map((content) => ({
    content,
    logins: reactions.filter((one) => one.content === content).map(({ user }) => user.login),
  })).filter(({ logins }) => logins.length > 0);
  return html`<p class="reactions">${pills.map(({ content, logins }) => html`<span class="pill" title="${logins.join(', ')}">${SIGNS[content]} ${logins.length}</span> `)}</p>`;
}
