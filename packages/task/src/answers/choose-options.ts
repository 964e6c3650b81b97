import type { Question } from '../question.ts';
import { bareChoice, plainWords } from './plain-words.ts';

/** How much of somebody's own words an agent is given. */
const LONGEST_ANSWER = 10_000;
const NUMBERED = /^(?:(?:option|no|number|nr)\s+)?(\d{1,3}|[a-z])$/u;

/** What a text answers to one question: labels, or own words where they are allowed; null when it cannot be told. */
export function chooseOptions(question: Question, text: string): string[] | null {
  const words = plainWords(text);
  if (words === '') return null;
  const chosen = byLabel(question, words) ?? byParts(question, text);
  if (chosen === 'unclear') return null;
  if (chosen !== null) return question.multiple || chosen.length === 1 ? chosen : null;
  return question.custom ? [text.trim().slice(0, LONGEST_ANSWER)] : null;
}

function byLabel({ options }: Question, words: string): string[] | null {
  const bare = bareChoice(words);
  const labels = options.map(({ label }) => ({ label, words: plainWords(label) }));
  const exact = labels.filter((option) => option.words === words || option.words === bare);
  if (exact.length === 1) return exact.map(({ label }) => label);
  // "SQLite" for "SQLite (recommended)", as long as it is only one; a letter or number is a place in the list.
  const begun = bare.length < 3 ? [] : labels.filter((option) => option.words.startsWith(`${bare} `));
  return begun.length === 1 ? begun.map(({ label }) => label) : null;
}

/** Several choices, such as "1, 3" or a list; 'unclear' when some of the numbers name nothing. */
function byParts(question: Question, text: string): string[] | 'unclear' | null {
  const parts = text
    .split(/[,;&\n]|\band\b/iu)
    .map((part) => bareChoice(plainWords(part)))
    .filter(Boolean);
  if (parts.length > MOST_PARTS) return null;
  const found = parts.flatMap((part) => byNumbers(question, part) ?? [byLabel(question, part)?.[0] ?? null]);
  if (found.length === 0 || found.every((label) => label === null)) {
    const isNumber = parts.length === 1 && NUMBERED.test(parts[0] ?? '');
    return isNumber && question.options.length > 0 ? 'unclear' : null;
  }
  const chosen = found.filter((label) => label !== null);
  if (chosen.length === found.length) return [...new Set(chosen)];
  return question.custom ? null : 'unclear';
}

const MOST_PARTS = 100;

/** Labels by their places, null for each that is out of range; null when the words are no numbers. */
function byNumbers({ options }: Question, words: string): (string | null)[] | null {
  const places = words.split(' ');
  const single = NUMBERED.exec(words)?.[1];
  const names = single === undefined ? places : [single];
  if (!names.every((name) => NUMBERED.test(name)) || (names.length > 1 && !names.every(isDigits)))
    return null;
  return names.map((name) => options[place(name)]?.label ?? null);
}

function isDigits(name: string): boolean {
  return /^\d+$/.test(name);
}

function place(name: string): number {
  return isDigits(name) ? Number(name) - 1 : name.charCodeAt(0) - 'a'.charCodeAt(0);
}
