import type { InputOf, OperationName, OutputOf } from '@opencode-commander/control';

/** An operation as a tool offers it. */
export type Offer = {
  operation: OperationName;
  /** What came of it, for people and models to read; an empty list is told by what was asked for. */
  describe(output: Record<string, unknown>, input?: Record<string, unknown>): string;
};

/** A tool of the MCP server: one operation, or several that an `action` chooses from. */
export type Tool = { name: string } & (
  | { offer: Offer }
  // Besides its operation it can follow the log of a task.
  | { offer: Offer; follows: true }
  // The first action only shows what there is: it is meant when none is named.
  | { title: string; description: string; actions: Readonly<Record<string, Offer>> }
);

/** An operation, with a text that is made from its output and input. */
export function offer<Name extends OperationName>(
  operation: Name,
  describe: (output: OutputOf<Name>, input?: InputOf<Name>) => string,
): Offer {
  return { operation, describe };
}
