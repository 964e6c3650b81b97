import type { Logger } from '@opencode-commander/service';

/** The names under which trouble that concerns everything shows, in the log; the first in readiness too, which asks Redis itself. */
export const GITHUB = 'github';
export const REDIS = 'redis';

/** What does not work at present, by what it concerns: said when it begins, changes and ends, not every time. */
export type Problems = {
  report(about: string, error: unknown): void;
  solved(about: string): void;
  /** The error that `about` has at present. */
  current(about: string): Error | undefined;
};

export function createProblems(log: Logger): Problems {
  const present = new Map<string, Error>();
  return {
    report(about, thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const before = present.get(about);
      present.set(about, error);
      if (before?.message !== error.message) log.warn({ about, err: error }, error.message);
    },
    solved(about) {
      if (present.delete(about)) log.info({ about }, 'works again');
    },
    current: (about) => present.get(about),
  };
}
