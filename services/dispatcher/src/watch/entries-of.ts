import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands in a directory under a name that says whose it is, with its path; nothing where there is no such directory. */
export async function entriesOf<Owner extends object>(
  directory: string,
  parse: (name: string) => Owner | null,
): Promise<(Owner & { path: string })[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((name) => {
    const owner = parse(name);
    return owner === null ? [] : [{ ...owner, path: join(directory, name) }];
  });
}
