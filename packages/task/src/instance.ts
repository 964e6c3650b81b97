import type { Question } from './question.ts';
import type { Task } from './task.ts';

/** Anything that serves opencode's API: a server of the configuration, or the sandbox of a task. */
export type InstanceReference =
  | { kind: 'server'; name: string }
  | { kind: 'sandbox'; task: Pick<Task, 'id' | 'host' | 'containerId'> };

/** Every instance that can be reached from a process. */
export type Instances = {
  /** Those of the configuration; `projectsPath` is where relative directories begin. */
  servers: readonly { name: string; url: string; projectsPath: string | null }[];
  /**
   * Connects, once it has shown that it is an opencode. New sessions begin in `directory`, where also requests are looked for:
   * that of the server unless given. Each call may take `timeoutMs`. Throws OperatorError.
   */
  open(
    reference: InstanceReference,
    options?: { directory?: string | undefined; timeoutMs?: number | undefined },
  ): Promise<Instance>;
};

/** An instance that is connected to. Nothing that it tells is to be trusted; everything may throw OperatorError. */
export type Instance = AsyncDisposable & {
  /** Of its opencode, such as `1.18.33`. */
  readonly version: string;
  /** Its sessions in all directories, the one changed last first. */
  sessions(limit: number): Promise<ServedSession[]>;
  /** Null when it has no such session. */
  session(id: string): Promise<ServedSession | null>;
  create(options: NewSession): Promise<ServedSession>;
  /** Resolves as soon as the prompt is taken. */
  prompt(sessionId: string, prompt: SessionPrompt): Promise<void>;
  /** The newest, oldest of them first; null when it cannot list them. */
  messages(sessionId: string, limit: number): Promise<ServedMessage[] | null>;
  activity(sessionId: string): Promise<SessionActivity>;
  /** What waits for an answer in the session and those it started. */
  pending(sessionId: string): Promise<SessionRequests>;
  /** One answer for each question, a list of labels or own words. */
  answer(requestId: string, answers: string[][]): Promise<void>;
  permit(requestId: string, reply: PermissionReply): Promise<void>;
  /** Stops what the session does. */
  abort(sessionId: string): Promise<void>;
  /** Begins a session with the same conversation. */
  fork(sessionId: string): Promise<ServedSession>;
  /** As `opencode import` takes it, at most 8 MB. */
  export(sessionId: string): Promise<string>;
};

/** A session as its instance tells of it. */
export type ServedSession = {
  id: string;
  /** One line. */
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

/** One message of a session. */
export type ServedMessage = {
  id: string;
  role: 'user' | 'assistant';
  /** Null where nobody knows. */
  at: Date | null;
  text: string;
  /** What tools were called, each with the last lines of what it gave. */
  tools: { name: string; state: string; title: string; output: string }[];
  /** What went wrong, in a line; null when nothing did. */
  error: string | null;
};

/** What a session does, and where it tries again, why. */
export type SessionActivity = { state: 'idle' | 'busy' | 'retry'; reason: string | null };

/** What waits for an answer in a session; `permissions` is null when they cannot be listed, though some may wait. */
export type SessionRequests = {
  questions: { requestId: string; questions: Question[] }[];
  permissions: { requestId: string; permission: string; patterns: string[] }[] | null;
};

/** Once, from now on, or not. */
export type PermissionReply = 'once' | 'always' | 'reject';

export type NewSession = {
  title?: string | undefined;
  /** `provider/model`. */
  model?: string | undefined;
  /** It may do everything without asking. */
  yolo: boolean;
};

export type SessionPrompt = {
  text: string;
  /** `provider/model`; the session's own unless given. */
  model?: string | undefined;
};
