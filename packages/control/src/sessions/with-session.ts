import { sessionPlaces, TaskNotFoundError } from '@opencode-commander/queue';
import { type Instance, type ServedSession, type TaskId, taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import { noteWho } from '../note-who.ts';
import { findInstance, type KnownInstance } from './known-instance.ts';
import type { SessionControl } from './session-control.ts';
import {
  ForeignSessionError,
  InstanceNotFoundError,
  NoSessionError,
  SessionNotFoundError,
} from './session-error.ts';
import { surveyInstances } from './survey-instances.ts';

export const sessionInput = z
  .union([z.string().regex(/^ses[\w-]{1,100}$/), taskIdSchema], {
    error: 'write the id of a session, such as ses_1a2b, or of a task, such as 12-a1b2c3',
  })
  .describe("The session: its id, or the id of a task for that of the task's agent");

/** A session in reach. */
export type OpenSession = {
  known: KnownInstance;
  instance: Instance;
  session: ServedSession;
  /** The task that relays what is asked in it to people. */
  askedBy: TaskId | null;
  /** Writes into the log of the task whose sandbox has it who did what; nothing where it is nobody's. */
  note(what: string): Promise<void>;
};

type Place = { id: string; known: KnownInstance; directory: string };

/**
 * Does something with a session, wherever it is. Throws SessionNotFoundError, NoSessionError, TaskNotFoundError,
 * ForeignSessionError, RedisError, and what the instance throws.
 */
export async function withSession<T>(
  control: SessionControl,
  session: string,
  work: (opened: OpenSession) => Promise<T>,
): Promise<T> {
  const { id, known, directory } = await findPlace(control, session);
  await using instance = await control.instances.open(known.reference, { directory });
  const found = await instance.session(id);
  if (found === null) throw await forgotten(control, id);
  if (found.id !== id) throw new ForeignSessionError(known.name, found.id);
  const { task } = known;
  // Subagents' questions are relayed too; a session that somebody began beside is nobody's.
  const isAgents = found.id === task?.sessionId || found.parentId !== null;
  const askedBy = task !== null && isAgents ? task.id : null;
  const note = async (what: string): Promise<void> => {
    if (task !== null) await noteWho(control, task.id, what);
  };
  return await work({ known, instance, session: found, askedBy, note });
}

async function findPlace(control: SessionControl, session: string): Promise<Place> {
  if (taskIdSchema.safeParse(session).success) return placeOfTask(control, session);
  const remembered = await recall(control, session);
  if (remembered !== null) return remembered;
  const surveyed = await surveyInstances(control);
  const found = await recall(control, session);
  if (found !== null) return found;
  const silent = surveyed.flatMap(({ status, instance }) => (status === 'silent' ? [instance.name] : []));
  throw new SessionNotFoundError(session, silent);
}

async function placeOfTask(control: SessionControl, name: string): Promise<Place> {
  const known = await findSandbox(control, name);
  const { task } = known;
  if (!task?.sessionId) throw new NoSessionError(name);
  return { id: task.sessionId, known, directory: known.projectsPath ?? '/' };
}

async function findSandbox(control: SessionControl, name: string): Promise<KnownInstance> {
  if ((await control.store.get(name)) === null) throw new TaskNotFoundError(name);
  try {
    return await findInstance(control, name);
  } catch (error) {
    throw error instanceof InstanceNotFoundError ? new NoSessionError(name) : error;
  }
}

/** Where the session was seen last, if there is such an instance still. */
async function recall(control: SessionControl, id: string): Promise<Place | null> {
  const place = await sessionPlaces(control.queues).find(id);
  if (place === null) return null;
  try {
    return { id, known: await findInstance(control, place.instance), directory: place.directory };
  } catch (error) {
    if (error instanceof InstanceNotFoundError) return null;
    throw error;
  }
}

async function forgotten({ queues }: SessionControl, id: string): Promise<SessionNotFoundError> {
  await sessionPlaces(queues).change({ forget: [id], remember: new Map() });
  return new SessionNotFoundError(id);
}
