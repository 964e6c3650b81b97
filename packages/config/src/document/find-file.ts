import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { codeOf } from '../code-of.ts';
import { ConfigError, type Origin } from '../config-error.ts';
import { whyUnreadable } from '../why-unreadable.ts';
import type { Environment } from './read-environment.ts';

/** The configuration file that was found. */
export type FoundFile = { path: string; text: string };

type Candidate = { path: string; askedBy: { key: string; origin: Origin } | null };

/**
 * The first of: `file`, $COMMANDER_CONFIG, ./commander.toml, $XDG_CONFIG_HOME/opencode-commander/commander.toml.
 * Null when there is none; a ConfigError when one that was asked for is not there or any cannot be read.
 */
export async function findFile(where: {
  env: Environment;
  cwd: string;
  home: string;
  file?: string | undefined;
}): Promise<FoundFile | null> {
  for (const { path, askedBy } of candidates(where)) {
    const text = await read(path, askedBy);
    if (text !== null) return { path, text };
  }
  return null;
}

function candidates({ env, cwd, home, file }: Parameters<typeof findFile>[0]): Candidate[] {
  const variable = env['COMMANDER_CONFIG'];
  const origin = { kind: 'variable', name: 'COMMANDER_CONFIG' } as const;
  if (file !== undefined)
    return [{ path: resolve(cwd, file), askedBy: { key: '--config', origin: { kind: 'default' } } }];
  if (variable) return [{ path: resolve(cwd, variable), askedBy: { key: 'COMMANDER_CONFIG', origin } }];
  const configHome = env['XDG_CONFIG_HOME'] || join(home, '.config');
  return [
    { path: join(cwd, 'commander.toml'), askedBy: null },
    { path: join(configHome, 'opencode-commander', 'commander.toml'), askedBy: null },
  ];
}

async function read(path: string, askedBy: Candidate['askedBy']): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = codeOf(cause);
    if (askedBy === null && (code === 'ENOENT' || code === 'ENOTDIR')) return null;
    const { key, origin } = askedBy ?? { key: path, origin: { kind: 'default' } as const };
    const allowed = `must be a configuration file that can be read (${whyUnreadable(cause)})`;
    throw new ConfigError([{ key, value: JSON.stringify(path), allowed, origin }], { cause });
  }
}
