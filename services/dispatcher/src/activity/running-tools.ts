import type { AgentEvent } from '@opencode-commander/agent';
import { oneLine } from '@opencode-commander/task';

// The agent names them, and need not tell of the end of any: this is what may be kept of it.
const MOST_CALLS = 50;
const LONGEST = 100;

/** The tools that an agent uses just now: it may use several at once. */
export class RunningTools {
  /** Lines for people by call, the oldest first. */
  readonly #calls = new Map<string, string>();

  take({ callId, tool, state, title }: Extract<AgentEvent, { type: 'tool' }>): void {
    this.#calls.delete(callId);
    if (state !== 'running') return;
    this.#calls.set(callId, oneLine(title === '' ? tool : `${tool}: ${title}`, LONGEST));
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > MOST_CALLS && oldest !== undefined) this.#calls.delete(oldest);
  }

  /** The one begun last, in a line for people, such as `bash: npm test`; null when none runs. */
  get current(): string | null {
    return [...this.#calls.values()].at(-1) ?? null;
  }
}
