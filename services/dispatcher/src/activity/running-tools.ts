import type { AgentEvent } from '@opencode-commander/agent';
import { oneLine } from '@opencode-commander/task';

const LONGEST = 100;

/** The tools that an agent uses just now: it may use several at once. */
export class RunningTools {
  readonly #calls = new Map<string, string>();

  take({ callId, tool, state, title }: Extract<AgentEvent, { type: 'tool' }>): void {
    this.#calls.delete(callId);
    if (state === 'running') this.#calls.set(callId, title === '' ? tool : `${tool}: ${title}`);
  }

  /** The one begun last, in a line for people, such as `bash: npm test`; null when none runs. */
  get current(): string | null {
    const last = [...this.#calls.values()].at(-1);
    return last === undefined ? null : oneLine(last, LONGEST);
  }
}
