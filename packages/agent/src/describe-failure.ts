import { oneLine } from '@opencode-commander/task';
import type { AgentFailureKind } from './agent-error.ts';
import type { WireError } from './wire.ts';

export type DescribedFailure = { kind: AgentFailureKind; message: string };

/** What an error of opencode's means: whose doing it is, and one line for people. */
export function describeFailure({ name, data }: WireError): DescribedFailure {
  const said = firstLine(data.message ?? name);
  switch (name) {
    case 'ProviderAuthError':
      return { kind: 'model_refused', message: `The model provider has no key: ${said}` };
    case 'APIError':
      return describeAnswer(data.statusCode, said);
    case 'MessageAbortedError':
      return { kind: 'agent', message: 'The turn was aborted' };
    case 'MessageOutputLengthError':
      return { kind: 'agent', message: 'The model reached its limit of output tokens' };
    case 'ContextOverflowError':
      return { kind: 'agent', message: `The conversation is too long for the model: ${said}` };
    default:
      return { kind: 'agent', message: `opencode failed: ${said}` };
  }
}

export function describeRetry(message: string, attempt: number): DescribedFailure {
  return {
    kind: 'model',
    message: `The model provider kept failing (attempt ${attempt}): ${firstLine(message)}`,
  };
}

// A provider's 401 quotes parts of the key, so that its words stay out.
function describeAnswer(status: number | undefined, said: string): DescribedFailure {
  if (status === undefined)
    return { kind: 'model', message: `The model provider could not be reached: ${said}` };
  if (status === 401) {
    return { kind: 'model_refused', message: 'The model provider refused the key (401): check its api_key' };
  }
  const kind = REFUSALS.includes(status) ? 'model_refused' : 'model';
  return { kind, message: `The model provider answered ${status}: ${said}` };
}

/** Bad request, payment required, forbidden, no such model: the same request gets the same answer. */
const REFUSALS = [400, 402, 403, 404];

const LONGEST = 300;

/** The first line, bounded. */
export function firstLine(text: string): string {
  return oneLine(text.trim().split(/[\r\n]/, 1)[0] ?? '', LONGEST);
}
