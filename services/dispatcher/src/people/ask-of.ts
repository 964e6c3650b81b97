import type { AgentEvent, Question } from '@opencode-commander/agent';
import type { Ask } from '../let-go.ts';

// The agent writes them: this is what may get into a record and a comment.
export const MOST_QUESTIONS = 10;
const MOST_OPTIONS = 20;
const LONGEST = 2_000;

/** What people are asked for a request of the agent's, cut to a size that people can read. */
export function askOf(event: Extract<AgentEvent, { type: 'question' | 'permission' }>): Ask {
  const { requestId } = event;
  if (event.type === 'question')
    return {
      kind: 'question',
      requestId,
      questions: event.questions.slice(0, MOST_QUESTIONS).map(cutQuestion),
    };
  const patterns = event.patterns.slice(0, MOST_OPTIONS).map(cut);
  return { kind: 'permission', requestId, permission: cut(event.permission), patterns };
}

function cutQuestion({ question, header, options, multiple, custom }: Question): Question {
  return {
    question: cut(question),
    header: cut(header),
    options: options
      .slice(0, MOST_OPTIONS)
      .map(({ label, description }) => ({ label: cut(label), description: cut(description) })),
    multiple,
    custom,
  };
}

function cut(text: string): string {
  return text.slice(0, LONGEST);
}
