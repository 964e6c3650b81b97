import type { FollowUp } from '../follow-up.ts';
import type { Priority } from '../priority.ts';
import type { Reply } from '../question.ts';
import type { TaskId } from '../task-id.ts';

/** One thing to do about an issue or pull request; each may be done again and changes nothing then. */
export type Decision =
  /** The issue becomes a task, or its cancelled one comes back, by a word such as `comment:34` that does so once. */
  | { do: 'accept'; revive: boolean; by?: string }
  /** Somebody without the right asked: said once. */
  | { do: 'refuse' }
  /** No one wants the task any more; `by` is the word that says so, such as `comment:34`, which stops nothing twice. */
  | { do: 'cancel'; taskId: TaskId; reason: string; by?: string }
  | { do: 'prioritize'; taskId: TaskId; priority: Priority }
  /** The task takes the text of now. */
  | { do: 'take_text'; taskId: TaskId }
  /** The text was changed by somebody who may not start work: people are asked, instead of what an older such question asks. */
  | { do: 'ask_about_edit'; taskId: TaskId }
  /** It is said, once per `operation`, that the task goes on with the text it has, although the is another. */
  | { do: 'tell_about_edit'; taskId: TaskId; operation: string }
  /** `via` is what it came from, such as `comment:34`, where it gives money: nothing gives any twice. */
  | { do: 'answer'; taskId: TaskId; to: number; by: string; reply: Reply; via?: string }
  /** A failed task, or a follow-up that was stopped, is queued again; `by` is the word that says so, once. */
  | { do: 'retry'; taskId: TaskId; by?: string }
  /** `by` is what it came from, such as `comment:34`: nothing grants twice. */
  | { do: 'grant'; taskId: TaskId; by: string; usd: number }
  | { do: 'choose_model'; taskId: TaskId; model: string }
  /** The priority labels become this one. */
  | { do: 'label_priority'; priority: Priority }
  | { do: 'follow_up'; followUp: FollowUp; round: number; ask: boolean }
  /** A failed check is started once more. */
  | { do: 'rerun'; check: { id: number; name: string }; headSha: string }
  /** A closed pull request is open again. */
  | { do: 'pull_reopened'; taskId: TaskId }
  | { do: 'pull_ended'; taskId: TaskId; state: 'merged' | 'closed' }
  | {
      do: 'react';
      to: 'issue_comment' | 'review_comment';
      commentId: number;
      content: 'eyes' | '+1' | '-1' | 'confused';
    }
  /** A comment in reply to one, written once per `operation`. */
  | { do: 'reply'; commentId: number; operation: string; body: string }
  /** A comment, review or remark has been dealt with; always after what it led to. */
  | { do: 'handled'; what: 'comment' | 'review' | 'remark'; id: number };

/** What the installation allows, as far as decisions need it. */
export type DecisionRules = {
  maxRounds: number;
  /** Null: any. */
  allowedModels: readonly string[] | null;
};
