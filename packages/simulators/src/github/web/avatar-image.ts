import type { User } from '../state/entities.ts';
import { escapeHtml } from './html.ts';

/** A drawn face for those who have no photograph: a robot for a bot, else the first letter on a colour of its own. */
export function avatarImage({ id, login, type }: User): string {
  const hue = (id * 137) % 360;
  const face =
    type === 'Bot' || login.endsWith('-bot')
      ? '<g fill="#fff"><rect x="10" y="13" width="20" height="16" rx="4"/><rect x="19" y="7" width="2" height="6"/></g><g fill="#24292f"><circle cx="16" cy="20" r="2"/><circle cx="24" cy="20" r="2"/><rect x="15" y="24.500" width="10" height="1.500"/></g>'
      : `<text x="20" y="27" font-family="sans-serif" font-size="20" font-weight="600" text-anchor="middle" fill="#fff">${escapeHtml(login.charAt(0).toUpperCase())}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 45% 45%)"/>${face}</svg>`;
}
