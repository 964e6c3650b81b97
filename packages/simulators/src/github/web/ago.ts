import { type Html, html } from './html.ts';

const UNITS: readonly [string, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long ago something was, with the instant itself to be pointed at. */
export function ago(at: string, nowMs: number): Html {
  return html`<time datetime="${at}" title="${at}">${agoText(nowMs - Date.parse(at))}</time>`;
}

export function agoText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  const [name, length] = UNITS.find(([, unit]) => seconds >= unit) ?? ['', 1];
  if (name === '') return 'just now';
  const count = Math.floor(seconds / length);
  return `${count} ${name}${count === 1 ? '' : 's'} ago`;
}
