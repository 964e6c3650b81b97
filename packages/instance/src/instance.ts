import type { AskedQuestion, PendingRequests } from '@opencode-commander/agent';

/** A session as its instance tells of it; titles are one line, and nothing in it is to be trusted. */
export type ServedSession = {
  id: string;
  title: string;
  /** Where it works, as its instance sees it. */
  directory: string;
  /** The session that started it; null for a person's own. */
  parentId: string | null;
  /** `provider/model` of its newest prompt; null before the first. */
  model: string | null;
  costUsd: number;
  createdAt: Date;
  updatedAt: Date;
};

/** A call of a tool, with the last lines of what it gave. */
export type ServedTool = { name: string; state: string; title: string; output: string };

/** One message of a session. */
export type ServedMessage = {
  id: string;
  role: 'user' | 'assistant';
  /** Null where nobody knows. */
  at: Date | null;
  text: string;
  tools: ServedTool[];
  /** What went wrong, in a line; null when nothing did. */
  error: string | null;
};

/** What a session does. */
export type Activity = { state: 'idle' | 'busy' | 'retry' /** Why it tries again. */; reason: string | null };

export type NewSession = {
  title?: string | undefined;
  /** `provider/model`. */
  model?: string | undefined;
  /** It may do everything without asking. */
  yolo: boolean;
};

export type Prompt = { text: string /** `provider/model`. */; model?: string | undefined };

/** A server of opencode's API, as it is asked about sessions in one directory. Everything may throw InstanceError. */
export type Instance = AsyncDisposable & {
  /** Of its opencode, such as `1.18.33`. */
  readonly version: string;
  /** Its sessions in all directories, the one changed last first. */
  sessions(limit: number): Promise<ServedSession[]>;
  /** Null when it has no such session. */
  session(id: string): Promise<ServedSession | null>;
  create(options: NewSession): Promise<ServedSession>;
  /** Resolves as soon as the prompt is taken. */
  prompt(sessionId: string, prompt: Prompt): Promise<void>;
  /** The newest, oldest of them first; null when it cannot list them. */
  messages(sessionId: string, limit: number): Promise<ServedMessage[] | null>;
  activity(sessionId: string): Promise<Activity>;
  /** What waits for an answer in the session and those it started. */
  pending(sessionId: string): Promise<PendingRequests>;
  /** One answer for each question, a list of labels or own words. */
  answer(requestId: AskedQuestion['requestId'], answers: string[][]): Promise<void>;
  permit(requestId: string, reply: 'once' | 'always' | 'reject'): Promise<void>;
  /** Stops what the session does. */
  abort(sessionId: string): Promise<void>;
  /** Begins a session with the same conversation. */
  fork(sessionId: string): Promise<ServedSession>;
  /** As `opencode import` takes it, at most 8 MB. */
  export(sessionId: string): Promise<string>;
};
