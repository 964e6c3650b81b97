import {
  canTransition,
  type Decision,
  decideIssue,
  decidePull,
  issueText,
  isTerminal,
  newFollowUp,
  type PendingQuestion,
  type PullThread,
  questionOperation,
  type Status,
  type Task,
} from '../../src/index.ts';
import { aTask } from '../a-task.ts';
import { aCheck, anIssue, aPull, aRemark, aReview, NOW, ours, RULES, said } from './a-thread.ts';

export type Place = 'issue' | 'pull';
export type Person = 'ann' | 'bob' | 'mallory' | 'robot';
const TRUSTED: readonly string[] = ['ann', 'bob'];

/** Small and pure: an issue, its pull request, the tasks' records and the outbox, and whoever acts on them. */
export class World {
  readonly issue = { ...anIssue(), asked: null as 'trusted' | 'untrusted' | null, comments: [said('Hello')] };
  pull: PullThread | null = null;
  readonly tasks: Task[] = [];
  readonly answers: string[] = [];
  readonly published: string[] = [];
  private readonly handled = new Set<string>();
  private outbox: { place: Place; task: string; operation: string }[] = [];
  private readonly rerun = new Set<string>();
  private labelEvent = 0;
  private seenEvent = 0;
  private hasAsked = false;
  private wasOpen = true;
  private wasLabelled = false;
  private labelsBefore: readonly string[] | null = null;
  private runs: { round: number; epoch: number }[] = [];

  get latest(): Task | null {
    return this.tasks.at(-1) ?? null;
  }

  get openFollowUp(): Task | null {
    const { latest } = this;
    return latest && latest.round > 0 && !isTerminal(latest.status) ? latest : null;
  }

  // People.

  label(by: Person): void {
    this.issue.asked ??= TRUSTED.includes(by) ? 'trusted' : 'untrusted';
    this.labelEvent += 1;
  }

  unlabel(): void {
    this.issue.asked = null;
  }

  labels(names: readonly string[]): void {
    this.issue.labels = names;
  }

  say(place: Place, by: Person, body: string): void {
    const comment = said(body, { author: by, trusted: TRUSTED.includes(by) });
    if (place === 'issue') this.issue.comments = [...this.issue.comments, comment];
    else if (this.pull) this.pull = { ...this.pull, comments: [...this.pull.comments, comment] };
  }

  edit(by: Person, body: string): void {
    this.issue.body = body;
    this.issue.textTrusted = TRUSTED.includes(by);
  }

  setState(state: 'open' | 'closed'): void {
    if (state === 'open' && this.issue.state === 'closed') this.labelEvent += 1;
    this.issue.state = state;
  }

  review(by: Person, state: 'approved' | 'changes_requested' | 'commented'): void {
    if (!this.pull) return;
    const trusted = TRUSTED.includes(by);
    const review = aReview({ author: by, trusted, state });
    const remark = aRemark({ author: by, trusted, reviewId: review.id });
    this.pull = {
      ...this.pull,
      reviews: [...this.pull.reviews, review],
      remarks: [...this.pull.remarks, remark],
    };
  }

  changePull(changes: Partial<PullThread>): void {
    if (this.pull?.state === 'open') this.pull = { ...this.pull, ...changes };
  }

  reopen(): void {
    if (this.pull?.state === 'closed') this.pull = { ...this.pull, state: 'open' };
  }

  // Agents.

  claim(): void {
    const task = this.tasks.find(({ status }) => status === 'queued');
    if (!task) return;
    const epoch = task.epoch + 1;
    this.write(task, 'dispatched', { epoch });
    this.write(this.at(task.round), 'running', { answer: null, question: null });
    this.runs.push({ round: task.round, epoch });
  }

  /** A run does something, unless its claim is gone: then it has been aborted. */
  private work(then: (task: Task) => void): void {
    const run = this.runs.shift();
    if (!run) return;
    const task = this.at(run.round);
    if (task.epoch === run.epoch && task.status === 'running') then(task);
  }

  ask(kind: 'question' | 'permission' | 'budget'): void {
    this.work((task) => {
      const number = task.questions + 1;
      const at = '2026-01-01T00:00:00.000Z';
      const common = { number, askedAt: at, deadline: at };
      const asks: Record<typeof kind, PendingQuestion> = {
        question: {
          ...common,
          kind: 'question',
          requestId: 'r',
          questions: [
            {
              question: 'Which?',
              header: 'w',
              options: ['red', 'blue'].map((label) => ({ label, description: '' })),
              multiple: false,
              custom: false,
            },
          ],
        },
        permission: { ...common, kind: 'permission', requestId: 'r', permission: 'bash', patterns: [] },
        budget: { ...common, kind: 'budget', scope: 'task', spentUsd: 1, limitUsd: 1 },
      };
      this.write(task, 'waiting_human', { question: asks[kind], questions: number });
      this.comment(task, questionOperation(number));
    });
  }

  finish(): void {
    this.work((task) => {
      if (this.tasks.some((other) => other.round === task.round && other.status === 'cancelled'))
        throw new Error('published after it was cancelled');
      this.published.push(`${task.id}@${task.epoch}`);
      const head = `head${this.published.length}`;
      const pull = { number: 13, nodeId: 'PR_13', state: 'open' as const };
      this.write(task, 'completed', { pull });
      if (this.pull?.state !== 'open' && task.round === 0) this.pull = aPull({ headSha: head });
      else this.changePull({ headSha: head, mergeable: true, checks: 'pending', failedChecks: [] });
    });
  }

  fail(): void {
    this.work((task) => this.write(task, 'failed', { failure: { kind: 'agent', message: 'no' } }));
  }

  giveBack(): void {
    this.work((task) => this.write(task, 'queued', {}));
  }

  // Pollers.

  /** What a poller sees: perhaps not the newest comments yet. */
  look(place: Place, missing: number): Decision[] | null {
    if (place === 'issue')
      return decideIssue({
        thread: this.issueThread(missing),
        task: this.tasks[0] ?? null,
        followUp: this.openFollowUp,
        rules: RULES,
      });
    const [root, latest, thread] = [this.tasks[0], this.latest, this.pullThread(missing)];
    return root && latest && thread
      ? decidePull({ thread, root, latest, rules: { ...RULES, maxRounds: 2 } })
      : null;
  }

  issueThread(missing: number) {
    return {
      ...this.issue,
      hasAsked: this.hasAsked,
      wasOpen: this.wasOpen,
      wasLabelled: this.wasLabelled,
      asksAnew: this.labelEvent > this.seenEvent,
      labelsBefore: this.labelsBefore,
      comments: this.mark('comment', this.issue.comments, missing),
    };
  }

  pullThread(missing: number): PullThread | null {
    if (!this.pull) return null;
    const { comments, reviews, remarks, headSha, failedChecks } = this.pull;
    return {
      ...this.pull,
      comments: this.mark('comment', comments, missing),
      reviews: this.mark('review', reviews, 0),
      remarks: this.mark('remark', remarks, 0),
      failedChecks: failedChecks.map((check) => ({
        ...check,
        rerun: this.rerun.has(`${check.id}@${headSha}`),
      })),
    };
  }

  private mark<T extends { id: number }>(what: string, all: readonly T[], missing: number): T[] {
    const seen = all.slice(0, all.length - missing);
    return seen.map((item) => ({ ...item, handled: this.handled.has(`${what}:${item.id}`) }));
  }

  /** Carries decisions out, as if another poller might have been faster. */
  apply(place: Place, decisions: readonly Decision[]): void {
    for (const decision of decisions) this.carryOut(place, decision);
    if (place === 'issue') {
      this.labelsBefore = this.issue.labels;
      this.hasAsked ||= this.issue.asked !== null;
      this.wasOpen = this.issue.state === 'open';
      this.wasLabelled = this.issue.asked !== null;
      if (this.tasks[0] && !isTerminal(this.tasks[0].status)) this.seenEvent = this.labelEvent;
    }
  }

  private carryOut(place: Place, decision: Decision) {
    switch (decision.do) {
      case 'accept':
        return this.accept(decision.revive);
      case 'cancel':
        return this.open(decision.taskId, (task) =>
          this.write(task, 'cancelled', { epoch: task.epoch + 1, question: null }),
        );
      case 'retry': {
        const task = this.find(decision.taskId);
        return isTerminal(task.status) && task.status !== 'completed'
          ? this.write(task, 'queued', {})
          : undefined;
      }
      case 'answer':
        return this.answer(decision);
      case 'take_text':
        return this.open(decision.taskId, (task) => this.write(task, null, issueText(this.issue)));
      case 'ask_about_edit':
        return this.open(decision.taskId, (task) => this.askAboutEdit(task));
      case 'follow_up':
        return this.followUp(decision);
      case 'pull_ended':
        return this.endPull(decision.state);
      case 'pull_reopened':
        return this.reopenPull();
      case 'reply':
      case 'tell_about_edit':
        this.outbox.push({ place, task: this.latest?.id ?? '12-000000', operation: decision.operation });
        return;
      case 'rerun':
        this.rerun.add(`${decision.check.id}@${decision.headSha}`);
        return;
      case 'handled':
        this.handled.add(`${decision.what}:${decision.id}`);
        return;
      default:
        return;
    }
  }

  private accept(revive: boolean): void {
    const [task] = this.tasks;
    const text = issueText(this.issue);
    if (!task && !revive) this.tasks.push(aTask({ ...text }));
    else if (task?.status === 'cancelled') this.write(task, 'queued', text);
  }

  private answer({ taskId, to, by, reply }: Extract<Decision, { do: 'answer' }>): void {
    const task = this.find(taskId);
    if (task.status !== 'waiting_human' || task.question?.number !== to || task.answer?.to === to) return;
    this.answers.push(`${taskId}/${to}`);
    this.write(task, 'queued', { answer: { to, by, at: NOW, reply } });
  }

  private askAboutEdit(task: Task): void {
    const { title, body } = this.issue;
    if (task.question?.kind === 'edited' && task.question.body === body && task.status === 'waiting_human')
      return;
    const isOlder = task.status === 'waiting_human' && task.question?.kind === 'edited';
    if (task.status !== 'queued' && !isOlder) return;
    const number = task.questions + 1;
    const question = {
      kind: 'edited' as const,
      number,
      askedAt: NOW,
      deadline: NOW,
      title,
      body,
    };
    this.write(task, isOlder ? null : 'waiting_human', { question, questions: number, answer: null });
    this.comment(task, questionOperation(number));
  }

  private followUp({ followUp, round, ask }: Extract<Decision, { do: 'follow_up' }>): void {
    const [root, parent] = [this.tasks[0], this.latest];
    if (!root || !parent || !this.pull || this.tasks[round]) return;
    if (!isTerminal(parent.status)) throw new Error('two follow-ups at once');
    const now = new Date(NOW);
    const task = newFollowUp({ parent, root, pull: this.pull, followUp, round, ask, now, humanMs: 1 });
    this.tasks.push(task);
    if (ask) this.comment(task, questionOperation(1));
  }

  private endPull(state: 'merged' | 'closed'): void {
    const root = this.at(0);
    const pull = root.pull && { ...root.pull, state };
    this.write(root, state === 'closed' && root.status === 'completed' ? 'cancelled' : null, { pull });
  }

  private reopenPull(): void {
    const root = this.at(0);
    if (root.pull?.state === 'open' || !isTerminal(root.status) || root.status === 'failed') return;
    const pull = root.pull && { ...root.pull, state: 'open' as const };
    this.write(root, root.status === 'cancelled' ? 'completed' : null, { pull });
  }

  // The store and the outbox.

  private write(task: Task, to: Status | null, patch: Partial<Task>): void {
    if (to !== null && !canTransition(task.status, to)) throw new Error(`refused: ${task.status} → ${to}`);
    this.tasks[task.round] = { ...task, ...patch, status: to ?? task.status };
  }

  private comment(task: Task, operation: string): void {
    this.outbox.push({ place: task.round === 0 ? 'issue' : 'pull', task: task.id, operation });
  }

  flush(): void {
    for (const { place, task, operation } of this.outbox.splice(0)) {
      const thread = place === 'issue' ? this.issue : this.pull;
      const isThere = thread?.comments.some(
        (each) => each.ours?.task === task && each.ours.operation === operation,
      );
      if (!thread || isThere) continue;
      const comments = [...thread.comments, ours(task, operation)];
      if (place === 'issue') this.issue.comments = comments;
      else if (this.pull) this.pull = { ...this.pull, comments };
    }
  }

  private at(round: number): Task {
    const task = this.tasks[round];
    if (!task) throw new Error(`no round ${round}`);
    return task;
  }

  private find(id: string): Task {
    const task = this.tasks.find((each) => each.id === id);
    if (!task) throw new Error(`no task ${id}`);
    return task;
  }

  private open(id: string, then: (task: Task) => void): void {
    const task = this.find(id);
    if (!isTerminal(task.status)) then(task);
  }
}

export const A_FAILED_CHECK = aCheck();
export const A_FLAKY_CHECK = aCheck({ id: 6, log: 'ECONNRESET' });
