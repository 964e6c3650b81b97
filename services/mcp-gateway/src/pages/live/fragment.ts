import { createHash } from 'node:crypto';
import type { Html } from '../../html/html.ts';

/** A part of a page that changes by itself: one element with this id. */
export type Fragment = {
  id: string;
  html: Html;
  /** The element at whose end it stands where it is new; none when it is on the page from the beginning. */
  within?: string;
};

/** What tells one state of a fragment from another. */
function versionOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 16);
}

const known = new WeakMap<Html, string>();

/** The same of a fragment: worked out once for everybody who is shown this one. */
export function versionOfFragment({ html }: Fragment): string {
  const version = known.get(html) ?? versionOf(html.markup);
  known.set(html, version);
  return version;
}

/** The same of a whole page. */
export function versionOfPage(fragments: readonly Fragment[]): string {
  return versionOf(...fragments.map((fragment) => `${fragment.id} ${versionOfFragment(fragment)}`));
}
