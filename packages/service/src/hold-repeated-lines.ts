const QUIET_MS = 60_000;
const WARN = 40;
const MAX_LINES = 1000; // each line may be long

/**
 * Holds back a warning or an error that says, but for its time, what was said less than a minute ago: a server that is away
 * would fill the log otherwise. The line that is let through next says how many were held back (`repeated`). Any line
 * below a warning ends that: what begins anew after `works again` is said anew. Takes JSON lines as pino writes them; `now` is in
 * ms, on a clock that nobody sets.
 */
export function holdRepeatedLines(
  write: (line: string) => void,
  now: () => number = () => performance.now(),
) {
  const said = new Map<string, { at: number; held: number }>();
  const pass = (line: string): string | null => {
    const words = line.replace(/"time":\d+,/, '');
    const before = said.get(words);
    if (before && now() - before.at < QUIET_MS) {
      before.held += 1;
      return null;
    }
    said.set(words, { at: now(), held: 0 });
    if (said.size > MAX_LINES) said.clear();
    return before?.held ? line.replace('{', `{"repeated":${before.held},`) : line;
  };
  return (line: string): void => {
    const isTrouble = levelOf(line) >= WARN;
    if (!isTrouble) said.clear();
    const shown = isTrouble ? pass(line) : line;
    if (shown !== null) write(shown);
  };
}

/** pino writes the level first. */
function levelOf(line: string): number {
  return Number(/^\{"level":(\d+)/.exec(line)?.[1] ?? 0);
}
