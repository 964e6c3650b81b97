/** A lane of the outbox: its key, and how the jobs in it stand, by BullMQ's names. */
export type LaneSeen = { key: string; jobs: readonly string[] };

/** Jobs that have ended wait for nothing, and `unknown` are those that are gone. */
const ENDED = ['completed', 'failed', 'unknown'];
/** A lock, a list of what is under way, a claim to make room. */
const HELD = /:(lock|active|stalled)$|:preemption:/;

/** The keys of ours that nobody needs once every process has ended, and all that people wanted has come to its end. */
export function leftInRedis({
  keys,
  lanes,
}: {
  keys: readonly string[];
  lanes: readonly LaneSeen[];
}): string[] {
  // A scheduled tick that was under way is given back, and waits for the next poller.
  const held = keys.filter((key) => HELD.test(key) && !key.includes(':polls:'));
  // What a poller was about to write when it was told to end waits in its lane for the next one.
  const idle = lanes.filter(({ jobs }) => jobs.every((state) => ENDED.includes(state)));
  return [...held, ...idle.map(({ key }) => key)].map((key) => `in Redis: ${key}`);
}
