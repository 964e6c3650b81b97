import { type Marker, renderMarker } from '@opencode-commander/task';
import { cutText } from './cut-text.ts';

/** GitHub takes 65,536 characters; some are left for what it adds itself. */
const MAX_TEXT = 65_000;
const MAX_TITLE = 256;
const NOTE = '\n\n*(cut here: the text was longer than GitHub takes)*';

/**
 * A body with the hidden marker of the write that made it. The marker stands first, so that no marker quoted in the text
 * can pass for it, and cutting never loses it.
 */
export function signedText(body: string, marker: Marker, markerKey: string): string {
  return headedText(body, renderMarker(marker, markerKey));
}

/** A body under a marker's line, cut to what GitHub takes. */
export function headedText(body: string, marker: string): string {
  const head = `${marker}\n`;
  const room = MAX_TEXT - head.length;
  return head + (body.length <= room ? body : cutText(body, room - NOTE.length) + NOTE);
}

/** A title on one line, as long as GitHub takes. */
export function shortTitle(title: string): string {
  const line = title.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_TITLE ? line : `${cutText(line, MAX_TITLE - 1)}…`;
}
