import { readdir } from 'node:fs/promises';

/** The names in a directory; none where there is no such directory. */
export async function entriesOf(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
