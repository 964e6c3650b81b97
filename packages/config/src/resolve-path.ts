import { resolve } from 'node:path';

/** An absolute path: `~` is `home`, a relative one starts at `base`. */
export function resolvePath(path: string, { base, home }: { base: string; home: string }): string {
  if (path === '~') return home;
  return path.startsWith('~/') ? resolve(home, path.slice(2)) : resolve(base, path);
}
