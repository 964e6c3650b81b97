import { type Shared, share } from '../live/share.ts';
import type { PagesContext } from '../pages-context.ts';
import { type TaskScene, taskSceneReader } from './task-scene.ts';

/** More than people look at; those not looked at for longest are forgotten, and read anew when they are. */
const MOST_KEPT = 50;

/** The tasks that people look at, each read once for everybody who looks. */
export type TaskScenes = {
  /** Throws TaskNotFoundError, RedisError. */
  of(id: string): Promise<TaskScene>;
  /** Has whoever asks next for this one read anew. */
  forget(id: string): void;
};

export function createTaskScenes(context: PagesContext): TaskScenes {
  const kept = new Map<string, Shared<TaskScene>>();
  return {
    of(id) {
      const scene = kept.get(id) ?? sharedScene(context, id);
      // Last in the map is what was looked at last.
      kept.delete(id);
      kept.set(id, scene);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return scene.get();
    },
    forget: (id) => kept.get(id)?.forget(),
  };
}

function sharedScene({ client, fleet, clock, refreshMs }: PagesContext, id: string): Shared<TaskScene> {
  const read = taskSceneReader(client, id);
  const readAll = async (): Promise<TaskScene> => {
    const scene = await read();
    const { running } = (await fleet.get()).status;
    const activity = running.find((task) => task.id === id)?.activity ?? null;
    return { ...scene, activity };
  };
  return share(readAll, { forMs: refreshMs, clock });
}
