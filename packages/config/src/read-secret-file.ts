import { readFile } from 'node:fs/promises';
import type { Followed } from './followed.ts';
import { Secret } from './secret.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** The secret in a file, without the line end behind it. */
export async function readSecretFile(path: string): Promise<Followed> {
  try {
    const value = (await readFile(path, 'utf8')).trim();
    return value
      ? { secret: new Secret(value) }
      : { problem: `the file ${path} is empty: write the secret into it` };
  } catch (error) {
    const advice = 'it must hold the secret, and belong to the user that commander runs as';
    return { problem: `the file ${path} cannot be read (${whyUnreadable(error)}): ${advice}` };
  }
}
