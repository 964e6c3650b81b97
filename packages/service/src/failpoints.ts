/** Every effect a process has outside itself, by where it goes. Before and after each is a failpoint. */
export const EFFECTS = [
  'store.create',
  'store.claim',
  'store.change',
  'store.link_pull',
  'store.unlink_pull',
  'queue.add_task',
  'queue.add_write',
  'github.ensure_labels',
  'github.change_labels',
  'github.upsert_comment',
  'github.react',
  'github.open_pull_request',
  'github.reply_to_review',
  'github.request_reviewers',
  'github.rerun_check',
  'github.delete_branch',
  'git.publish_branch',
  'podman.create',
  'podman.start',
  'podman.stop',
  'podman.remove',
  'agent.prompt',
  'agent.answer',
  'agent.abort',
  'memory.handled',
] as const;
export type Effect = (typeof EFFECTS)[number];

/** A point of a run: the moment before or after an effect, such as `after github.open_pull_request`. */
export type Failpoint = `${'before' | 'after'} ${Effect}`;

export const FAILPOINTS: readonly Failpoint[] = EFFECTS.flatMap((effect): Failpoint[] => [
  `before ${effect}`,
  `after ${effect}`,
]);

/** Where the chaos rig (`npm run chaos`) stops processes; nobody else has any. */
export type Failpoints = {
  /** Does `work` between its two failpoints. `toError` makes the edge's own error of a failure that was ordered. */
  around<T>(effect: Effect, work: () => Promise<T>, toError: (message: string) => Error): Promise<T>;
};
