import { PRIORITIES, prioritySchema } from '../priority.ts';
import type { Command, CommandPlace } from './command.ts';
import { spokenLines } from './spoken-lines.ts';

/** The most dollars that one comment adds. */
const MOST_USD = 1_000;
const LONGEST_TEXT = 10_000;
const LINE = /^ {0,3}\/commander(?:\s+(.*))?$/iu;
const MODEL = /^[\w.-]+\/[\w.:/@-]{1,200}$/;
const USD = /^\$?(\d{1,5}(?:\.\d{1,2})?)\$?$/;

/** The first `/commander …` at the start of a line outside quotes and code; null when there is none. */
export function parseCommand(body: string, on: CommandPlace): Command | null {
  const lines = spokenLines(body);
  const at = lines.findIndex(({ text, spoken }) => spoken && LINE.test(text));
  if (at < 0) return null;
  const said = (LINE.exec(lines[at]?.text ?? '')?.[1] ?? '').trim();
  const rest = lines.slice(at + 1).map(({ text }) => text);
  return readCommand({ said, whole: [said, ...rest].join('\n').trim().slice(0, LONGEST_TEXT), on });
}

type Said = {
  /** The words of the command's own line. */
  said: string;
  /** Those and the lines beneath. */
  whole: string;
  on: CommandPlace;
};

function readCommand(words: Said): Command {
  const [first = '', ...given] = words.said.split(/\s+/u);
  if (first === '') return { name: 'help', unknown: null };
  const name = first.toLowerCase().replace(/[.,:;!?]+$/, '');
  const known = readKnown(name, given.filter(isMeant));
  if (known !== null) return known;
  if (name === 'fix') return { name: 'fix', text: words.whole.slice(first.length).trim() };
  if (words.on === 'pull_request' && isFreeText(words, name, given)) return { name: 'do', text: words.whole };
  return { name: 'help', unknown: words.said.slice(0, 100) };
}

/** Politeness changes no command. */
function isMeant(word: string): boolean {
  return !['please', 'now', 'it', 'this', 'thanks'].includes(word.toLowerCase().replace(/[.,!]+$/, ''));
}

const BARE = ['help', 'status', 'retry', 'stop', 'approve', 'deny'] as const;

function readKnown(name: string, given: readonly string[]): Command | null {
  const bare = BARE.find((each) => each === name);
  if (bare !== undefined && given.length === 0)
    return bare === 'help' ? { name: bare, unknown: null } : { name: bare };
  const [only = '', ...more] = given;
  switch (name) {
    case 'continue':
      return readContinue(given);
    case 'priority': {
      const priority = prioritySchema.safeParse(only.toLowerCase().replace(/^priority\//, ''));
      return priority.success && more.length === 0 ? { name, priority: priority.data } : null;
    }
    case 'model':
      return MODEL.test(only) && more.length === 0 ? { name, model: only } : null;
    default:
      return null;
  }
}

function readContinue(given: readonly string[]): Command | null {
  if (given.length === 0) return { name: 'continue', usd: null };
  const [amount = '', unit = 'usd', ...more] = given;
  const found = USD.exec(amount)?.[1];
  const isMoney = ['usd', 'dollar', 'dollars', '$'].includes(unit.toLowerCase());
  if (found === undefined || !isMoney || more.length > 0) return null;
  const usd = Number(found);
  return usd > 0 && usd <= MOST_USD ? { name: 'continue', usd } : null;
}

/** Two words or more, unless they are a command whose one argument was misspelt. */
function isFreeText({ whole }: Said, name: string, given: readonly string[]): boolean {
  const misspelt = ['priority', 'model', 'continue'].includes(name) && given.length === 1;
  return !misspelt && whole.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length >= 2;
}

/** The words after `/commander` that mean something, for people who mistyped one. */
export const COMMAND_WORDS = [...BARE, 'continue', 'priority', 'model', 'fix'] as const;

/** The arguments of `priority`, for its help. */
export const PRIORITY_WORDS = PRIORITIES.join('|');
