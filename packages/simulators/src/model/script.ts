import type { Conversation } from './conversation.ts';
import type { Step } from './step.ts';

/** What the model does in the conversations it matches. */
export type Script = {
  name: string;
  match: (conversation: Conversation) => boolean;
  /**
   * Which prompts it is for, where one session is prompted for several things, such as a task and what follows it: it
   * begins with the newest prompt that is one, and turns before that do not count. Absent: the whole conversation.
   */
  from?: (prompt: string) => boolean;
  /**
   * One step for each turn of the model, or a function of the conversation and the number of turns so far. After the
   * last step the model says that it is done. `structured` steps wait for requests for structured output.
   */
  steps: readonly Step[] | ((conversation: Conversation, turn: number) => Step);
};

const REFERENCE = /[\w.-]+\/[\w.-]+#[1-9]\d*/;

/** Matches the conversations about one issue: `owner/repo#12` is the first reference to an issue in their first prompt. */
export function forIssue(reference: string): Script['match'] {
  const wanted = reference.toLowerCase();
  return (conversation) => issueOf(conversation)?.toLowerCase() === wanted;
}

/** For the prompts that hold every one of these texts, in any case. */
export function inPrompt(...texts: readonly string[]): NonNullable<Script['from']> {
  return (prompt) => texts.every((text) => prompt.toLowerCase().includes(text.toLowerCase()));
}

/** The first `owner/repo#12` of the first prompt, or null. */
export function issueOf({ prompt }: Conversation): string | null {
  return REFERENCE.exec(prompt)?.[0] ?? null;
}
