import { inlineCode } from '../comments/escape-markdown.ts';
import type { CommandPlace } from './command.ts';
import { nearestWord } from './nearest-word.ts';
import { COMMAND_WORDS, PRIORITY_WORDS } from './parse-command.ts';

type Line = { say: string; what: string; on?: CommandPlace };

const LINES: readonly Line[] = [
  { say: 'help', what: 'this text' },
  { say: 'status', what: 'how the task stands' },
  { say: 'retry', what: 'run a failed or stopped task again' },
  { say: 'stop', what: 'stop the task; nothing more comes of it' },
  { say: 'approve', what: 'allow what the agent asked for' },
  { say: 'deny', what: 'refuse it' },
  { say: 'continue 5', what: 'go on, with five dollars more' },
  { say: `priority ${PRIORITY_WORDS}`, what: 'change the order' },
  { say: 'model provider/model', what: 'use that model from the next run on' },
  { say: 'fix', what: 'work on every open remark of reviewers', on: 'pull_request' },
  { say: 'any other words', what: 'do that on this pull request too', on: 'pull_request' },
];

/** What can be said where, in Markdown; `unknown` is what was not understood. */
export function helpText(on: CommandPlace, unknown: string | null = null): string {
  const lines = LINES.filter((line) => line.on === undefined || line.on === on);
  return [
    ...(unknown === null ? [] : [misunderstood(unknown), '']),
    'What `/commander` understands at the start of a line, from people with write access:',
    '',
    ...lines.map(({ say, what }) => `- \`/commander ${say}\`: ${what}`),
  ].join('\n');
}

function misunderstood(unknown: string): string {
  const [first = ''] = unknown.split(/\s+/u);
  const meant = nearestWord(first.toLowerCase(), COMMAND_WORDS);
  const suggestion = meant === null ? '' : ` Did you mean \`/commander ${meant}\`?`;
  return `I do not understand ${inlineCode(`/commander ${unknown}`)}.${suggestion}`;
}
