import type { PlacesChange, SessionPlace } from '@opencode-commander/queue';
import type { ServedSession } from '@opencode-commander/task';

/** What an instance that answered has. */
export type Heard = { instance: string; sessions: readonly Pick<ServedSession, 'id' | 'directory'>[] };

/**
 * What to remember after some instances were heard: all they have, and nothing more of them. Of instances that are not `known`
 * nothing is remembered; null where nobody looked which there are.
 * A session is where it was seen first, servers before sandboxes: whoever claims one that another has does not get its prompts.
 */
export function mergePlaces(
  before: ReadonlyMap<string, SessionPlace>,
  heard: readonly Heard[],
  known: readonly string[] | null,
): PlacesChange {
  const had = new Map(
    heard.map(({ instance, sessions }) => [instance, new Set(sessions.map(({ id }) => id))]),
  );
  const isKept = (id: string, { instance }: SessionPlace): boolean =>
    (known?.includes(instance) ?? true) && (had.get(instance)?.has(id) ?? true);
  const kept = new Map([...before].filter(([id, place]) => isKept(id, place)));
  const remember = new Map<string, SessionPlace>();
  for (const { instance, sessions } of heard)
    for (const { id, directory } of sessions) {
      const owner = remember.get(id) ?? kept.get(id);
      if (owner === undefined || owner.instance === instance) remember.set(id, { instance, directory });
    }
  return { forget: [...before.keys()].filter((id) => !kept.has(id)), remember };
}
