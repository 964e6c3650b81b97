import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Task } from '@opencode-commander/task';
import { z } from 'zod';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { rootOf, sessionFile } from './directories.ts';

/** A session as opencode exports it: the words of an agent, made for another agent. */
export type SavedSession = { id: string; text: string };

const exportSchema = z.object({ info: z.object({ id: z.string().regex(/^ses_[A-Za-z0-9]{1,64}$/) }) });

type Keeper = Pick<DispatcherContext, 'config' | 'log' | 'randomHex'>;

/** The session that a follow-up goes on with; null when it was made on another host, is gone, or cannot be used. */
export async function readSession(
  { config, log }: Keeper,
  { id, branch, followUp }: Task,
): Promise<SavedSession | null> {
  if (followUp === null) return null;
  const text = await readFile(sessionFile(config, rootOf({ branch })), 'utf8').catch(nullIfAbsent);
  if (text === null) return null;
  const sessionId = idOf(text);
  if (sessionId !== null) return { id: sessionId, text };
  log.warn({ task: id }, 'the session of the task before cannot be read: the follow-up begins a new one');
  return null;
}

/** Keeps a session for the next follow-up, in place of the one before. */
export async function saveSession(
  { config, randomHex }: Keeper,
  { branch }: Pick<Task, 'branch'>,
  text: string,
): Promise<void> {
  const path = sessionFile(config, rootOf({ branch }));
  const fresh = `${path}.${randomHex(4)}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(fresh, text, { mode: 0o600 });
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}

function idOf(text: string): string | null {
  try {
    return exportSchema.safeParse(JSON.parse(text)).data?.info.id ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
