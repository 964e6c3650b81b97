import type { Command, CommandPlace } from './command.ts';

/** The first `/commander …` at the start of a line outside quotes and code; null when there is none. */
export function parseCommand(_body: string, _on: CommandPlace): Command | null {
  return null;
}
