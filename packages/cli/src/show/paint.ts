import picocolors from 'picocolors';
import type { Paint } from './format-event.ts';

/** Colours for a terminal, unless NO_COLOR is set (https://no-color.org); none elsewhere. */
export function createPaint(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  return picocolors.createColors(isTerminal && !env['NO_COLOR']);
}
