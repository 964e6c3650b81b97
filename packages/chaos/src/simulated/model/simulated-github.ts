import type { Marker, ThreadReview } from '@opencode-commander/task';
import type { Signed, SimulatedComment } from './signed.ts';

export type SimulatedIssue = {
  number: number;
  state: 'open' | 'closed';
  /** The trigger label is on it. */
  asked: boolean;
  /** Counts what asks for work anew: the label put on, the issue opened again. */
  askEvents: number;
  /** When it last asked, as comments count it. */
  askedAt: number;
  /** The label that shows a task's status, null for none. */
  shown: string | null;
  comments: readonly SimulatedComment[];
  /** Grows with every change. */
  version: number;
};

export type SimulatedPull = {
  number: number;
  issue: number;
  branch: string;
  marker: Marker;
  state: 'open' | 'merged' | 'closed';
  head: number;
  comments: readonly SimulatedComment[];
  reviews: readonly ThreadReview[];
  version: number;
};

/** An issue or pull request by its number: GitHub numbers them together. */
export type Thing = SimulatedIssue | SimulatedPull;

/** GitHub as sets of issues, pull requests and comments; whoever reads gets a value that does not change any more. */
export class SimulatedGitHub {
  readonly issues = new Map<number, SimulatedIssue>();
  readonly pulls = new Map<number, SimulatedPull>();
  readonly #onDuplicate: (what: string) => void;
  #lastId = 0;

  constructor(onDuplicate: (what: string) => void) {
    this.#onDuplicate = onDuplicate;
  }

  open(number: number): void {
    this.issues.set(number, {
      number,
      state: 'open',
      asked: false,
      askEvents: 0,
      askedAt: 0,
      shown: null,
      comments: [],
      version: 1,
    });
  }

  changeIssue(number: number, change: (issue: SimulatedIssue) => Partial<SimulatedIssue> | null): void {
    const issue = this.issues.get(number);
    const changes = issue && change(issue);
    if (!issue || !changes) return;
    const changed = { ...issue, ...changes, version: issue.version + 1 };
    if (changed.askEvents > issue.askEvents) changed.askedAt = this.#lastId += 1;
    this.issues.set(number, changed);
  }

  changePull(number: number, change: (pull: SimulatedPull) => Partial<SimulatedPull> | null): void {
    const pull = this.pulls.get(number);
    const changes = pull && change(pull);
    if (pull && changes) this.pulls.set(number, { ...pull, ...changes, version: pull.version + 1 });
  }

  thing(number: number): Thing | null {
    return this.issues.get(number) ?? this.pulls.get(number) ?? null;
  }

  say(number: number, author: string, body: string): void {
    this.#append(number, { author, trusted: author !== 'mallory', ours: null, body });
  }

  find(number: number, about: Pick<Marker, 'task' | 'operation'>): SimulatedComment | null {
    const thing = this.thing(number);
    return thing && findComment(thing, about);
  }

  /** Writes a comment whatever is there; two of one task and operation are the fault this rig looks for. */
  write(number: number, ours: Signed, body: string): void {
    if (this.find(number, ours) !== null)
      this.#onDuplicate(`comment ${ours.operation} of ${ours.task} on #${number}`);
    this.#append(number, { author: 'bot', trusted: false, ours, body });
  }

  edit(number: number, id: number, { ours, body }: Pick<SimulatedComment, 'ours' | 'body'>): void {
    this.#lastId += 1;
    const changedAt = this.#lastId;
    const comments = (all: readonly SimulatedComment[]) =>
      all.map((each) => (each.id === id ? { ...each, ours, body, changedAt } : each));
    this.changeIssue(number, (issue) => ({ comments: comments(issue.comments) }));
    this.changePull(number, (pull) => ({ comments: comments(pull.comments) }));
  }

  review(number: number): void {
    const handled = false;
    this.#lastId += 1;
    const id = this.#lastId;
    const review = {
      id,
      author: 'ann',
      trusted: true,
      state: 'changes_requested' as const,
      body: 'Mend',
      handled,
    };
    this.changePull(number, ({ state, reviews }) =>
      state === 'open' ? { reviews: [...reviews, review] } : null,
    );
  }

  pullOf(branch: string, state?: SimulatedPull['state']): SimulatedPull | null {
    const found = [...this.pulls.values()].filter((pull) => pull.branch === branch);
    return found.findLast((pull) => state === undefined || pull.state === state) ?? null;
  }

  /** Opens a pull request whatever is there. */
  openPull(issue: number, branch: string, marker: Marker): SimulatedPull {
    if (this.pullOf(branch, 'open') !== null) this.#onDuplicate(`the pull request from ${branch}`);
    const number = 100 + this.pulls.size;
    const pull: SimulatedPull = {
      ...{ number, issue, branch, marker, state: 'open', head: 1 },
      ...{ comments: [], reviews: [], version: 1 },
    };
    this.pulls.set(number, pull);
    return pull;
  }

  #append(number: number, comment: Omit<SimulatedComment, 'id' | 'handled' | 'changedAt'>): void {
    this.#lastId += 1;
    const { author, trusted, ours, body } = comment;
    const changedAt = this.#lastId;
    const whole = { author, trusted, ours, body, id: this.#lastId, handled: false, changedAt };
    this.changeIssue(number, ({ comments }) => ({ comments: [...comments, whole] }));
    this.changePull(number, ({ comments }) => ({ comments: [...comments, whole] }));
  }
}

/** Our comment of a task and an operation. */
export function findComment(
  { comments }: Thing,
  { task, operation }: Pick<Marker, 'task' | 'operation'>,
): SimulatedComment | null {
  return comments.find(({ ours }) => ours?.task === task && ours.operation === operation) ?? null;
}
