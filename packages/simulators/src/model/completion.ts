import { isAbsolute, join } from 'node:path';
import { type Conversation, STRUCTURED_OUTPUT_TOOL } from './conversation.ts';
import type { Step, TokenCount } from './step.ts';

/** What the model answers with in one turn, whole. */
export type Completion = {
  text: string;
  call: { name: string; arguments: string } | null;
  usage: TokenCount;
};

type TurnStep = Exclude<Step, { kind: 'fail' | 'stall' }>;

/** The completion that a step stands for in this conversation. Tokens are characters / 4 unless the step gives them. */
export function completionOf(step: TurnStep, conversation: Conversation): Completion {
  const { text, call } = contentOf(step, conversation);
  const output = tokensOf(text) + (call ? tokensOf(call.name + call.arguments) : 0);
  return { text, call, usage: step.usage ?? { input: tokensOfPrompt(conversation), output } };
}

function contentOf(step: TurnStep, conversation: Conversation): Pick<Completion, 'text' | 'call'> {
  switch (step.kind) {
    case 'say':
      return { text: step.text, call: null };
    case 'call': {
      const args = absolutePaths(step.args, conversation.workingDirectory);
      return { text: step.text, call: { name: step.tool, arguments: JSON.stringify(args) } };
    }
    case 'structured': {
      const value = step.value(conversation);
      return { text: '', call: { name: STRUCTURED_OUTPUT_TOOL, arguments: JSON.stringify(value) } };
    }
  }
}

/** opencode's file tools want absolute paths. */
function absolutePaths(args: Record<string, unknown>, directory: string | null): Record<string, unknown> {
  const { filePath } = args;
  if (typeof filePath !== 'string' || isAbsolute(filePath) || directory === null) return args;
  return { ...args, filePath: join(directory, filePath) };
}

function tokensOfPrompt({ messages, tools }: Conversation): number {
  return tokensOf(JSON.stringify(messages)) + tokensOf(JSON.stringify(tools));
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
