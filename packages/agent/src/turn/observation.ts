import type { AskedPermission, AskedQuestion, ChecklistItem } from '../agent-event.ts';
import type { WireError, WireStatus } from '../wire.ts';

/** One part of an assistant's message; `size` grows with its content. */
export type ObservedPart = { id: string; messageId: string; size: number } & (
  | { kind: 'text'; text: string; whole: boolean }
  | {
      kind: 'tool';
      callId: string;
      tool: string;
      state: 'pending' | 'running' | 'completed' | 'error';
      title: string;
      output: string;
    }
  | { kind: 'other' }
);

/** The newest message of the turn. */
export type LastMessage = {
  role: 'user' | 'assistant';
  /** The assistant has said its last word: complete, and no tool's result is owed to it. */
  final: boolean;
  /** The assistant will add nothing to this message; its tools may have more to say. */
  complete: boolean;
  error: WireError | null;
};

/** How a session stands, as one round of polls found it. */
export type Snapshot = {
  status: WireStatus;
  /** Parts of the turn's assistant messages, oldest first, subagents' tool calls among them. */
  parts: ObservedPart[];
  last: LastMessage | null;
  questions: AskedQuestion[];
  /** Null when opencode could not list them. */
  permissions: AskedPermission[] | null;
  checklist: ChecklistItem[];
  /** The `provider/model` of the prompt when opencode knows no such model. */
  unknownModel: string | null;
};

/** Something learnt of a session; `at` in milliseconds since 1970. Events are hints and may be lost, late or repeated. */
export type Observation = { at: number } & (
  | { type: 'part'; part: ObservedPart }
  | { type: 'activity' }
  | { type: 'status'; status: WireStatus }
  | { type: 'failed'; error: WireError }
  | { type: 'question'; asked: AskedQuestion }
  | { type: 'permission'; asked: AskedPermission }
  | { type: 'answered'; requestId: string }
  | { type: 'snapshot'; snapshot: Snapshot }
  /** A round of polls failed; opencode may be known to have ended. */
  | { type: 'unreachable'; reason: string; ended: boolean }
);
