import { posix } from 'node:path';
import { DirectoryOutsideError } from './session-error.ts';

/**
 * Where a new session works: a relative directory begins at `projectsPath`, and none leads out of that; undefined leaves it to
 * the instance. Throws DirectoryOutsideError.
 */
export function resolveDirectory(
  directory: string | undefined,
  projectsPath: string | null,
): string | undefined {
  if (projectsPath === null) {
    if (directory === undefined || posix.isAbsolute(directory)) return directory;
    throw new DirectoryOutsideError(directory, projectsPath);
  }
  const resolved = posix.resolve(projectsPath, directory ?? '.');
  const inside = posix.relative(projectsPath, resolved);
  if (inside === '..' || inside.startsWith('../'))
    throw new DirectoryOutsideError(directory ?? '.', projectsPath);
  return resolved;
}
