import { oneLine } from '@opencode-commander/task';
import type { AgentFailureKind } from './agent-error.ts';
import type { WireError } from './wire.ts';

export type DescribedFailure = { kind: AgentFailureKind; message: string; retryAfterMs: number | null };

/** What an error of opencode's means: whose doing it is, and one line for people. */
export function describeFailure({ name, data }: WireError): DescribedFailure {
  const said = firstLine(data.message ?? name);
  switch (name) {
    case 'ProviderAuthError':
      return failure('model_refused', `The model provider has no key: ${said}`);
    case 'APIError':
      return describeAnswer(data, said);
    case 'MessageAbortedError':
      return failure('agent', 'The turn was aborted');
    case 'MessageOutputLengthError':
      return failure('agent', 'The model reached its limit of output tokens');
    case 'ContextOverflowError':
      return failure('agent', `The conversation is too long for the model: ${said}`);
    default:
      return failure('agent', `opencode failed: ${said}`);
  }
}

export function describeRetry(message: string, attempt: number): DescribedFailure {
  return failure('model', `The model provider kept failing (attempt ${attempt}): ${firstLine(message)}`);
}

/** A provider that wants nobody to ask for so long has no more to give. */
export function describeWait(message: string, waitMs: number): DescribedFailure {
  const seconds = Math.round(waitMs / 1_000);
  const said = firstLine(message);
  return failure('model_quota', `The model provider wants a wait of ${seconds} s: ${said}`, waitMs);
}

// A provider's 401 quotes parts of the key, so that its words stay out.
function describeAnswer({ statusCode, responseHeaders }: WireError['data'], said: string): DescribedFailure {
  if (statusCode === undefined) return failure('model', `The model provider could not be reached: ${said}`);
  if (statusCode === 401) {
    return failure('model_refused', 'The model provider refused the key (401): check its api_key');
  }
  const message = `The model provider answered ${statusCode}: ${said}`;
  if (statusCode === PAYMENT_REQUIRED) {
    return failure('model_quota', message, retryAfter(responseHeaders?.['retry-after']));
  }
  return failure(REFUSALS.includes(statusCode) ? 'model_refused' : 'model', message);
}

/** The broker says so of every provider whose quota is used up, and in seconds. */
const PAYMENT_REQUIRED = 402;
/** Bad request, forbidden, no such model: the same request gets the same answer. */
const REFUSALS = [400, 403, 404];

function retryAfter(seconds: string | undefined): number | null {
  return seconds !== undefined && /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1_000 : null;
}

function failure(
  kind: AgentFailureKind,
  message: string,
  retryAfterMs: number | null = null,
): DescribedFailure {
  return { kind, message, retryAfterMs };
}

const LONGEST = 300;

/** The first line, bounded. */
export function firstLine(text: string): string {
  return oneLine(text.trim().split(/[\r\n]/, 1)[0] ?? '', LONGEST);
}
