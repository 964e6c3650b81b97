import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new directory whose name begins with `prefix`, in `parent` or else where temporary files are. */
export async function temporaryDirectory(prefix: string, parent: string = tmpdir()): Promise<string> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  return mkdtemp(join(parent, prefix));
}
