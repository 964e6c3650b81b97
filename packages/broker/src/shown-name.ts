import { oneLine } from '@opencode-commander/task';

const MAX_LENGTH = 200;

/** A name that the agent chose, made safe for a line that people read. */
export function shownName(name: string): string {
  return oneLine(name, MAX_LENGTH);
}
