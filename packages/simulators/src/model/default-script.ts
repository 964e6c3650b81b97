import { type Conversation, structuredSchema } from './conversation.ts';
import { sampleOfSchema } from './sample-of-schema.ts';
import { issueOf, type Script } from './script.ts';
import { bash, call, type Step, say, structured } from './step.ts';

/**
 * For conversations that no script matches: runs what a block of `sh` in the first prompt says, if there is one, then adds a note on
 * the issue to the repository, commits and pushes it.
 */
export const DEFAULT_SCRIPT: Script = {
  name: 'default',
  match: () => true,
  steps: (conversation, turn) => {
    if (structuredSchema(conversation) !== undefined) return structured(defaultAnswer);
    return plainStep(conversation, turn);
  },
};

const SHELL_BLOCK = /^```sh\n(.+?)\n```$/ms;

function plainStep(conversation: Conversation, turn: number): Step {
  const issue = issueOf(conversation) ?? 'this task';
  const path = `notes/${slug(issue)}.md`;
  const note = `# Note on ${issue}\n\nAn agent looked at ${issue} and left this note.\n`;
  const command = SHELL_BLOCK.exec(conversation.prompt)?.[1];
  const steps = [
    ...(command === undefined ? [] : [bash(command)]),
    call('write', { filePath: path, content: note }, `I add a note on ${issue}.`),
    bash(`git add ${path} && git commit -q -m 'Add a note on ${slug(issue)}' && git push -q origin HEAD`),
  ];
  return steps[turn] ?? say(`I added ${path}, committed and pushed it.`);
}

/** Structured output that no script provides: fills the schema, with sentences for the properties that a pull request has. */
export function defaultAnswer(conversation: Conversation): unknown {
  const issue = issueOf(conversation) ?? 'this task';
  return sampleOfSchema(structuredSchema(conversation), {
    title: `Add a note on ${issue}`,
    body: `Adds a note on ${issue}. There is nothing to test.`,
    summary: `Added a note on ${issue}`,
  });
}

function slug(text: string): string {
  return text.replaceAll(/[^\w-]+/g, '-').toLowerCase();
}
