import {
  bash,
  type Conversation,
  DEFAULT_SCRIPT,
  forIssue,
  question,
  type Script,
  STRUCTURED_OUTPUT_TOOL,
  type Step,
  say,
  slowly,
  structured,
} from '@opencode-commander/simulators';
import { asks } from './kinds.ts';
import type { Story } from './story.ts';

/** The file an agent writes what it was answered into. Each issue has its own: what another one has merged is no work. */
export function answerFile({ number }: Story): string {
  return `answer-${number}.txt`;
}

const WORDS = ['blue', 'green'] as const;

/**
 * What the model does about an issue. It goes by what the conversation holds, never by the number of turns: the agent may
 * have been interrupted anywhere, or begin anew and be told what was answered.
 */
export function scriptOf(story: Story): Script {
  return {
    name: `story ${story.number} ${story.kind}`,
    match: (conversation) => story.names.some((name) => forIssue(`${name}#${story.number}`)(conversation)),
    steps: (conversation, turn) =>
      isStructured(conversation) ? describeWork(conversation, turn) : work(story, conversation),
  };
}

function work(story: Story, conversation: Conversation): Step {
  const { kind } = story;
  const round = roundOf(conversation);
  if (kind === 'no_work') return say('There is nothing to do here.');
  const said = heard(conversation);
  const answer = WORDS.find((word) => said.some((text) => text.includes(`"${word}"`) || answers(text, word)));
  if (round === 'task' && asks(kind) && answer === undefined)
    return question({ question: 'Which colour?', header: 'Colour', options: [...WORDS] });
  const waits = kind === 'cancelled' || kind === 'closed' || kind === 'slow';
  if (waits && !said.some((text) => text.includes('slept-well'))) return bash('sleep 6 && echo slept-well');
  if (!said.some((text) => text.includes(`pushed-${round}`)))
    return push(round === 'task' ? answerFile(story) : `${round}-${story.number}.txt`, { round, answer });
  return kind === 'slow' ? slowly('All of it is done now.', { chunks: 20, delayMs: 150 }) : say('Done.');
}

function answers(text: string, word: string): boolean {
  return text.includes(`The answer is: ${word}`);
}

/** As often as it is done, there is one commit. */
function push(path: string, { round, answer = 'none' }: { round: string; answer: string | undefined }): Step {
  return bash(
    [
      `printf '%s\\n' '${answer}' > ${path}`,
      'git add --all',
      `(git diff --cached --quiet || git commit --quiet --message 'Write ${path}')`,
      'git push --quiet origin HEAD',
      `echo pushed-${round}`,
    ].join(' && '),
  );
}

/** What a follow-up is about, or `task`. */
function roundOf({ messages }: Conversation): string {
  const prompts = messages.filter(({ role }) => role === 'user').map(({ text }) => text);
  const found = prompts.flatMap((text) =>
    ['Review', 'Failed checks', 'Conflict', 'Request'].filter((heading) => text.includes(`## ${heading}\n`)),
  );
  return found.at(-1)?.toLowerCase().replace(' ', '-') ?? 'task';
}

/** What people and tools said; not what the model did itself. */
function heard({ messages }: Conversation): string[] {
  return messages.filter(({ role }) => role === 'user' || role === 'tool').map(({ text }) => text);
}

function isStructured({ tools }: Conversation): boolean {
  return tools.some(({ name }) => name === STRUCTURED_OUTPUT_TOOL);
}

function describeWork(conversation: Conversation, turn: number): Step {
  const { steps } = DEFAULT_SCRIPT;
  const [, listed] = /`replies`.*: ([\d, ]+)\./.exec(conversation.lastPrompt) ?? [];
  if (listed === undefined) return typeof steps === 'function' ? steps(conversation, turn) : say('Done.');
  const replies = listed
    .split(', ')
    .map((id) => ({ comment_id: Number(id), reply: 'It is as you wish now.' }));
  return structured({ summary: 'The remark is heeded.', replies });
}
