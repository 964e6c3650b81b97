import type { Queues, TaskStore } from '@opencode-commander/queue';

/** What every operation works on. */
export type Control = { store: TaskStore; queues: Queues };

/** With what operations that change something need. */
export type ActingControl = Control & { now: () => Date };
