import type { UsageByModel } from '@opencode-commander/task';
import type { AgentEvent, AskedPermission, AskedQuestion } from './agent-event.ts';
import type { SessionState } from './session-state.ts';

/** A request for a value. */
export type Asked = {
  prompt: string;
  /** JSON schema of an object. */
  schema: Record<string, unknown>;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
};

export type WatchSettings = {
  signal?: AbortSignal | undefined;
  /** Milliseconds between polls; events ask for them sooner. */
  pollMs?: number;
  /** Milliseconds without a sign of life after which the agent is stuck; waiting for an answer does not count. */
  stuckMs: number;
  /**
   * When a file of the workspace changed last, null when none has since `sinceMs` (milliseconds since 1970): a sign of life
   * too, asked for before the agent is called stuck.
   */
  lastChange?: ((sinceMs: number) => Promise<number | null>) | undefined;
  /** opencode itself gives up after 5 tries. */
  retryLimit?: number;
  /** Milliseconds a provider may demand to wait for the next try. */
  retryWaitMs?: number;
  /** Milliseconds opencode may be out of reach. */
  unreachableMs?: number;
  /** Whether opencode has ended for good: when it is out of reach then, nobody waits for it. */
  hasEnded?: (() => boolean) | undefined;
};

/** What waits for an answer in a session or its subagents' sessions. */
export type PendingRequests = { questions: AskedQuestion[]; permissions: AskedPermission[] | null };

/** How a prompt differs from what the session is set to. */
export type PromptOptions = {
  /** `provider/model`, from this turn on; the session's own when absent. */
  model?: string;
};

/** One conversation with the agent. Everything may throw AgentError. */
export type Session = {
  readonly id: string;
  /**
   * Whether the agent has heard its first prompt and begun to answer. opencode keeps a message before its text: one that is
   * killed in between leaves an empty prompt.
   */
  hasBegun(): Promise<boolean>;
  /** How it stands now, whoever began its turn. */
  state(): Promise<SessionState>;
  /** Begins a turn; resolves as soon as opencode has taken the prompt. */
  prompt(text: string, options?: PromptOptions): Promise<void>;
  /**
   * Follows the turn begun last until its last event (`idle`, `error` or `stuck`); throws the signal's reason. Of an
   * attached session without a prompt of its own: the turn it was found in, and what is new in it since then.
   */
  watch(settings: WatchSettings): AsyncIterable<AgentEvent>;
  /** A turn whose outcome is a value of `schema` (a JSON schema of an object); of it, only the required keys are checked. */
  ask(asked: Asked): Promise<unknown>;
  /** What waits for an answer now. */
  pending(): Promise<PendingRequests>;
  /** One answer per question, each a list of labels or own words. */
  answer(requestId: string, answers: string[][]): Promise<void>;
  /** Tells the agent that nobody answers; it goes on. */
  rejectQuestion(requestId: string): Promise<void>;
  /** `always` allows the like of it until opencode ends. */
  allowPermission(requestId: string, reply: 'once' | 'always'): Promise<void>;
  denyPermission(requestId: string): Promise<void>;
  /** What the session and all its subagents have used, by model; what was there at the first look counts as the present model's. */
  usage(): Promise<UsageByModel>;
  /** Stops what the agent is doing; its session stays. */
  abort(): Promise<void>;
};
