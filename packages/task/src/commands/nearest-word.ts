/** The known word that is at most two letters away, null when none or the word itself says nothing of the kind. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const [best] = known
    .map((each) => ({ each, away: distance(word.slice(0, LONGEST), each) }))
    .sort((a, b) => a.away - b.away);
  return best !== undefined && best.away <= 2 && best.away <= best.each.length / 2 ? best.each : null;
}

const LONGEST = 20;

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const swap = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
