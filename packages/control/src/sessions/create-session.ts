import { z } from 'zod';
import { noteWho } from '../note-who.ts';
import { defineOperation } from '../operation.ts';
import { findInstance, instanceNameInput } from './known-instance.ts';
import { rememberSession } from './remember-session.ts';
import { modelInput, requireModel } from './require-model.ts';
import { resolveDirectory } from './resolve-directory.ts';
import type { SessionControl } from './session-control.ts';
import { type SessionView, sessionView, sessionViewSchema } from './session-view.ts';

const createSessionInputSchema = z.object({
  instance: instanceNameInput,
  title: z.string().min(1).max(200).optional().describe('Unless given, opencode finds one'),
  directory: z
    .string()
    .regex(/^\P{Cc}{1,1000}$/u, 'must be a path of 1 to 1000 characters, without control characters')
    .optional()
    .describe("Where it works; relative to the instance's projects_path, and not outside of that"),
  model: modelInput,
  yolo: z.boolean().default(false).describe('Let it do everything without asking'),
});

export const sessionOutputSchema = z.object({ session: sessionViewSchema });

export const createSessionOperation = defineOperation({
  title: 'Begin a session',
  description: 'Begins a session on an instance. It does nothing until it is prompted.',
  effect: 'changes',
  repeatable: false,
  asksGitHub: false,
  asksInstances: true,
  input: createSessionInputSchema,
  output: sessionOutputSchema,
  run: createSession,
});

/**
 * Throws InstanceNotFoundError, DirectoryOutsideError, ModelNotAllowedError, ForeignSessionError, RedisError, and what the
 * instance throws.
 */
async function createSession(
  control: SessionControl,
  input: z.input<typeof createSessionInputSchema>,
): Promise<{ session: SessionView }> {
  const { instance: name, title, model, yolo, ...given } = createSessionInputSchema.parse(input);
  const known = await findInstance(control, name);
  requireModel(control, known, model);
  const directory = resolveDirectory(given.directory, known.projectsPath);
  await using opened = await control.instances.open(known.reference, { directory });
  if (known.task !== null) await noteWho(control, known.task.id, 'a session is begun');
  const session = await opened.create({ title, model, yolo });
  await rememberSession(control, known.name, session);
  return { session: sessionView(known.name, session) };
}
