import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the names of this run's temporary directories begin with: each test file makes one of its own. */
    temporaryPrefix: string;
  }
}

/** Fails the run when something wrote into a test file's temporary directory after the file had removed it. */
export function setup(project: TestProject): () => Promise<void> {
  const name = `oct-${randomInt(36 ** 3).toString(36)}-`; // a socket path has 108 bytes, so names are short
  project.provide('temporaryPrefix', name);
  return async () => {
    const late = readdirSync('/tmp').filter((entry) => entry.startsWith(name));
    const held = late.map((entry) => `${entry}: ${readdirSync(`/tmp/${entry}`).join(', ')}`);
    await Promise.all(late.map((entry) => rm(`/tmp/${entry}`, { recursive: true, force: true })));
    if (held.length) throw new Error(`written after its test file had ended: ${held.join('; ')}`);
  };
}
