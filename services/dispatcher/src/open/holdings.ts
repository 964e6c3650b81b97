import type { CreatedSandbox, StartedSandbox } from '@opencode-commander/sandbox';
import { ReleaseStack } from '@opencode-commander/service';
import { isTerminal, ownsSandbox } from '@opencode-commander/task';
import { isRedisFault } from '../is-redis-fault.ts';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { type Fate, fateOf } from './fate.ts';
import { removeQuarantine } from './remove-quarantine.ts';

/** Podman may take its time to remove a container from a busy host. */
const RELEASE_MS = 60_000;
/** opencode loses nothing when it is killed: its sessions are on its disk. */
const STOP_GRACE_MS = 2_000;

/** A container that a run uses, made for the run `epoch` of the task. */
type HeldContainer = Pick<CreatedSandbox, 'id' | 'remove'> & { epoch: number };

/** What a run holds of this host, let go of at its end. */
export class Holdings {
  readonly #run: Run;
  #stack: ReleaseStack;
  #fate: Fate = 'remove';
  #quarantine: string | null = null;
  #container: HeldContainer | null = null;
  #started: StartedSandbox | null = null;

  constructor(run: Run) {
    this.#run = run;
    this.#stack = this.#createStack();
  }

  /** What only this process needs: connections, the broker. */
  get stack(): ReleaseStack {
    return this.#stack;
  }

  holdQuarantine(directory: string): void {
    this.#quarantine = directory;
  }

  holdContainer(container: HeldContainer): void {
    this.#container = container;
    this.#run.isContainerUntouched = false;
  }

  /** The container runs now. */
  holdStarted(started: StartedSandbox): void {
    this.#started = started;
  }

  /** The run ended with this error. */
  endedBy(error: unknown): void {
    this.#fate = fateOf(
      error instanceof LetGo || !this.#run.signal.aborted ? error : this.#run.signal.reason,
    );
  }

  /** Lets go of everything; what could not be removed is the reaper's. */
  async release(): Promise<void> {
    await this.#stack.release().catch((error: Error) => this.#warn(error.message));
  }

  /** Removes it, so that the run can begin with other things; what was pushed stays, for it goes on from there. */
  async startOver(): Promise<void> {
    await this.release();
    this.#stack = this.#createStack();
    this.#quarantine = null;
    this.#container = null;
    this.#started = null;
  }

  #createStack(): ReleaseStack {
    const stack = new ReleaseStack({ timeoutMs: RELEASE_MS, warn: (line) => this.#warn(line) });
    stack.defer('the container', () => this.#settle());
    return stack;
  }

  async #settle(): Promise<void> {
    const fate = await this.#settledFate();
    if (fate === 'stop') await this.#started?.stop({ graceMs: STOP_GRACE_MS });
    if (fate === 'leave') await this.#started?.letGo();
    if (fate !== 'remove') return;
    await (this.#started ?? this.#container)?.remove();
    await this.#removeQuarantine();
  }

  /** Unless the task is tried again: the next run goes on from what was pushed. */
  async #removeQuarantine(): Promise<void> {
    const { context, task } = this.#run;
    const record = await context.store.get(task.id);
    // Redis may have lost the record, and have it again soon.
    if (this.#quarantine === null || record === null || !isTerminal(record.status)) return;
    await removeQuarantine(context, this.#quarantine);
  }

  async #settledFate(): Promise<Fate> {
    const { task } = this.#run;
    if (this.#container === null || this.#fate === 'remove') return 'remove';
    if (this.#fate !== 'yield') return task.containerId === this.#container.id ? this.#fate : 'remove';
    return (await this.#isOwned(this.#container)) ? 'leave' : 'remove';
  }

  /** Where nobody can tell it is, and the reaper removes it otherwise. */
  async #isOwned(container: HeldContainer): Promise<boolean> {
    const { context, task } = this.#run;
    try {
      return ownsSandbox(await context.store.get(task.id), container);
    } catch (error) {
      if (!isRedisFault(error)) throw error;
      return true;
    }
  }

  #warn(line: string): void {
    this.#run.context.log.warn({ task: this.#run.task.id }, line);
  }
}
