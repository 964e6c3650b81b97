import { sessionPlaces } from '@opencode-commander/queue';
import { OperatorError, type ServedSession } from '@opencode-commander/task';
import { type KnownInstance, knownInstances } from './known-instance.ts';
import { mergePlaces } from './merge-places.ts';
import type { SessionControl } from './session-control.ts';

/** What one instance said, or why it said nothing. */
export type Surveyed = { instance: KnownInstance } & (
  | { status: 'answered'; version: string; sessions: ServedSession[] }
  | { status: 'silent'; reason: string }
);

/** One that is slow must not keep people from the others. */
const ANSWERS_WITHIN_MS = 5_000;
const MOST_SESSIONS = 500;

/** Asks all instances for their sessions at once, or one, and remembers where those are. Throws RedisError. */
export async function surveyInstances(
  control: Pick<SessionControl, 'instances' | 'queues' | 'store'>,
  only: KnownInstance | null = null,
): Promise<Surveyed[]> {
  const asked = only === null ? await knownInstances(control) : [only];
  const surveyed = await Promise.all(asked.map((instance) => survey(control, instance)));
  const heard = surveyed.flatMap((each) =>
    each.status === 'answered' ? [{ instance: each.instance.name, sessions: each.sessions }] : [],
  );
  const known = only === null ? asked.map(({ name }) => name) : null;
  const places = sessionPlaces(control.queues);
  await places.change(mergePlaces(await places.all(), heard, known));
  return surveyed;
}

async function survey(
  { instances }: Pick<SessionControl, 'instances'>,
  instance: KnownInstance,
): Promise<Surveyed> {
  try {
    await using opened = await instances.open(instance.reference, { timeoutMs: ANSWERS_WITHIN_MS });
    const sessions = await opened.sessions(MOST_SESSIONS);
    return { instance, status: 'answered', version: opened.version, sessions };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { instance, status: 'silent', reason: error.message };
  }
}
