const MAX_LENGTH = 200;
// Control, format (bidi, zero-width) and separator characters would let a name forge lines or hide itself.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A name that the agent chose, made safe for a line that people read. */
export function oneLine(name: string): string {
  const clean = name.replace(UNPRINTABLE, '\u{FFFD}');
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}
