import type { CommandPlace } from './command.ts';

/** What can be said where, in Markdown; `unknown` is what was not understood. */
export function helpText(_on: CommandPlace, _unknown: string | null = null): string {
  return '';
}
