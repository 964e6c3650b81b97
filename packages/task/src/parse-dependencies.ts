import { spokenLines } from './commands/spoken-lines.ts';

/** More than these are nobody's list. */
const MOST = 50;
const PHRASE = /\b(?:depends\s+on|blocked\s+by)\b:?\s*(.*)$/iu;
const NAME = '[A-Za-z0-9_.-]+';
const REFERENCE = new RegExp(
  `^(?:[\\s,&]|and\\b)*(?:https?://[^/\\s]+/(${NAME}/${NAME})/(?:issues|pull)/|(${NAME}/${NAME})?#)([1-9]\\d{0,9})\\b`,
  'iu',
);

/** The issues that a text says it waits for ("Depends on #12", "Blocked by owner/repo#3"), each once, as `owner/repo#12`. */
export function parseDependencies(body: string, repo: string): string[] {
  const found = new Map<string, string>();
  for (const { text, spoken } of spokenLines(body)) {
    const rest = spoken ? PHRASE.exec(text.replace(/`[^`]*`/g, ' ').replace(/[*_]{2}/g, ''))?.[1] : undefined;
    for (const issue of rest === undefined ? [] : references(rest, repo))
      found.set(issue.toLowerCase(), issue);
  }
  return [...found.values()].slice(0, MOST);
}

/** The references at the start of a text, up to the first word that is none. */
function references(text: string, repo: string): string[] {
  const all: string[] = [];
  for (let rest = text; all.length < MOST; ) {
    const found = REFERENCE.exec(rest);
    if (found === null) break;
    all.push(`${found[1] ?? found[2] ?? repo}#${found[3]}`);
    rest = rest.slice(found[0].length);
  }
  return all;
}
