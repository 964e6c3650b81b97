import { setTimeout as delay } from 'node:timers/promises';

/** Throws when what it looks at is not well; the message goes into the report. */
type HealthCheck = (signal: AbortSignal) => Promise<unknown> | unknown;

export type HealthReport = {
  ok: boolean;
  checks: Record<string, { ok: true; message?: string } | { ok: false; message: string }>;
};

export type Health = {
  /** Has `fn` asked whenever someone wants to know; a second one of the same name takes its place. */
  check(name: string, fn: HealthCheck): void;
  /** Has what `fn` says reported, if it says anything, without calling the process unwell for it. */
  note(name: string, fn: () => string | null): void;
  /** Asks everything at once. Never throws. */
  report(): Promise<HealthReport>;
};

export type HealthOptions = {
  /** A check that takes longer has failed; 2 s unless given. */
  timeoutMs?: number;
  /** The health of the whole process, where this is that of one of its services: what is checked here is checked there too. */
  partOf?: Health;
};

/** Knows whether this process, or one of its services, can do its work. */
export function createHealth({ timeoutMs = 2_000, partOf }: HealthOptions = {}): Health {
  const checks = new Map<string, HealthCheck>();
  const notes = new Map<string, () => string | null>();
  return {
    check: (name, fn) => {
      checks.set(name, fn);
      partOf?.check(name, fn);
    },
    note: (name, fn) => {
      notes.set(name, fn);
      partOf?.note(name, fn);
    },
    async report() {
      const asked = [...checks].map(async ([name, fn]) => [name, await ask(fn, timeoutMs)] as const);
      const results = await Promise.all(asked);
      const noted = [...notes].map(([name, fn]) => [name, noteOf(fn())] as const);
      const ok = results.every(([, result]) => result.ok);
      return { ok, checks: Object.fromEntries([...results, ...noted]) };
    },
  };
}

function noteOf(message: string | null): HealthReport['checks'][string] {
  return message === null ? { ok: true } : { ok: true, message };
}

async function ask(fn: HealthCheck, timeoutMs: number): Promise<HealthReport['checks'][string]> {
  const ended = new AbortController();
  const tooLate = async () => {
    await delay(timeoutMs, undefined, { signal: ended.signal });
    throw new Error(`no answer within ${timeoutMs} ms`);
  };
  try {
    await Promise.race([Promise.resolve().then(() => fn(ended.signal)), tooLate()]);
    return { ok: true };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  } finally {
    ended.abort();
  }
}
