import type { AgentFailureKind } from './agent-error.ts';

/** One question of a request; an answer is a list of labels, or words of one's own where `custom` allows them. */
export type Question = {
  question: string;
  /** A very short label. */
  header: string;
  options: { label: string; description: string }[];
  /** Several labels may be chosen. */
  multiple: boolean;
  custom: boolean;
};

/** A request of the agent's that waits for an answer; lost when opencode restarts. */
export type AskedQuestion = { requestId: string; questions: Question[] };
/** Something the agent may do only when a person approves; lost when opencode restarts. */
export type AskedPermission = { requestId: string; permission: string; patterns: string[] };

/** One line of the agent's own list. */
export type ChecklistItem = { text: string; done: boolean };

/**
 * What a session's watcher tells, each thing once. `idle`, `error` and `stuck` are the last event of a turn; after
 * `error` and `stuck` the session may still be at work: abort it.
 */
export type AgentEvent =
  /** A finished piece of the agent's own words. */
  | { type: 'text'; text: string }
  /** A tool call, once when it begins and once when it ends; `output` is its last lines. Subagents' calls too. */
  | {
      type: 'tool';
      callId: string;
      tool: string;
      state: 'running' | 'completed' | 'error';
      title: string;
      output: string;
    }
  /** Pending until `session.answer` or `session.rejectQuestion`; lost when opencode restarts. */
  | ({ type: 'question' } & AskedQuestion)
  /** Pending until `session.allowPermission` or `session.denyPermission`. */
  | ({ type: 'permission' } & AskedPermission)
  /** The agent's list of what it means to do, whenever that changes; what it dropped is left out. */
  | { type: 'checklist'; items: ChecklistItem[] }
  | { type: 'idle' }
  /** `message` is one line without credentials; `retryAfterMs` is known of some `model_quota` only. */
  | { type: 'error'; kind: AgentFailureKind; message: string; retryAfterMs: number | null }
  /** No tool call, no word and no retry for too long. */
  | { type: 'stuck'; message: string };
