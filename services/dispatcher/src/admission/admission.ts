import type { Config } from '@opencode-commander/config';
import type { Logger } from '@opencode-commander/service';
import { isSameReason } from './is-same-reason.ts';
import { judgeAdmission } from './judge-admission.ts';
import { type Host, readFindings } from './read-findings.ts';

export type AdmissionOptions = Host & { config: Config; log: Logger };

/** Whether this host takes new work, as it was when somebody looked last. */
export class Admission {
  readonly #options: AdmissionOptions;
  #reasons: readonly string[] = [];

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Why no new work is taken, for people; null while it is. */
  get refuses(): string | null {
    return this.#reasons.length === 0 ? null : this.#reasons.join('; ');
  }

  /** Looks again, and answers with `refuses`. */
  async look(): Promise<string | null> {
    const findings = await readFindings(this.#options);
    const { minFreeDiskBytes, minFreeMemoryBytes } = this.#options.config.containers;
    const limits = { minFreeDiskBytes, minFreeMemoryBytes };
    const before = this.refuses;
    this.#reasons = judgeAdmission(findings, { limits, refusing: before !== null });
    this.#tell(before);
    return this.refuses;
  }

  /** Another reason is said too; another amount of the same is not. */
  #tell(before: string | null): void {
    const { log } = this.#options;
    if (this.refuses === null) {
      if (before !== null) log.info('new tasks are taken again');
    } else if (before === null || !isSameReason(before, this.refuses)) {
      log.warn(`no new tasks are taken: ${this.refuses}; what runs goes on`);
    }
  }
}
