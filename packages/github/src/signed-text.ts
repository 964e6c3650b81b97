import { type Marker, renderMarker } from '@opencode-commander/task';

/** GitHub takes 65,536 characters; some are left for what it adds itself. */
const MAX_TEXT = 65_000;
const MAX_TITLE = 256;
const NOTE = '\n\n*(cut here: the text was longer than GitHub takes)*';

/**
 * A body with the hidden marker of the write that made it. The marker stands first, so that no marker quoted in the text
 * can pass for it, and cutting never loses it.
 */
export function signedText(body: string, marker: Marker, markerKey: string): string {
  const head = `${renderMarker(marker, markerKey)}\n`;
  const room = MAX_TEXT - head.length;
  return head + (body.length <= room ? body : cut(body, room - NOTE.length) + NOTE);
}

/** A title on one line, as long as GitHub takes. */
export function shortTitle(title: string): string {
  const line = title.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_TITLE ? line : `${cut(line, MAX_TITLE - 1)}…`;
}

/** At most `length` UTF-16 units, never half a character. */
function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
