import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { findInstance, instanceNameInput } from './known-instance.ts';
import type { SessionControl } from './session-control.ts';
import { sessionView, sessionViewSchema } from './session-view.ts';
import { type Surveyed, surveyInstances } from './survey-instances.ts';

const silentSchema = z
  .array(z.object({ instance: z.string(), reason: z.string() }))
  .describe('The instances that did not answer');

const listSessionsInputSchema = z.object({
  instance: instanceNameInput.optional(),
  limit: z.number().int().min(1).max(500).default(50).describe('At most so many, the newest'),
});

const listSessionsOutputSchema = z.object({
  sessions: z.array(sessionViewSchema).describe('The one changed last first'),
  silent: silentSchema,
});

const syncOutputSchema = z.object({
  found: z.number().int().describe('How many sessions there are'),
  silent: silentSchema,
});

export const listSessionsOperation = defineOperation({
  title: 'Sessions of opencode',
  description: 'Lists the sessions of all instances, or of one, by asking them.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input: listSessionsInputSchema,
  output: listSessionsOutputSchema,
  run: listSessions,
});

export const syncSessionsOperation = defineOperation({
  title: 'Look for sessions anew',
  description: 'Asks all instances for their sessions and remembers where each is.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  asksInstances: true,
  input: z.object({}),
  output: syncOutputSchema,
  run: async (control) => {
    const surveyed = await surveyInstances(control);
    return { found: sessionsOf(surveyed).length, silent: silentOf(surveyed) };
  },
});

/** Throws InstanceNotFoundError, RedisError. */
async function listSessions(
  control: SessionControl,
  input: z.input<typeof listSessionsInputSchema>,
): Promise<z.infer<typeof listSessionsOutputSchema>> {
  const { instance, limit } = listSessionsInputSchema.parse(input);
  const only = instance === undefined ? null : await findInstance(control, instance);
  const surveyed = await surveyInstances(control, only);
  const sessions = sessionsOf(surveyed).sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  return { sessions: sessions.slice(0, limit), silent: silentOf(surveyed) };
}

function sessionsOf(surveyed: readonly Surveyed[]) {
  return surveyed.flatMap((each) =>
    each.status === 'answered'
      ? each.sessions.map((session) => sessionView(each.instance.name, session))
      : [],
  );
}

function silentOf(surveyed: readonly Surveyed[]) {
  return surveyed.flatMap((each) =>
    each.status === 'silent' ? [{ instance: each.instance.name, reason: each.reason }] : [],
  );
}
