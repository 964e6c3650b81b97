/**
 * What a process does outside itself and must neither lose nor do twice, by where it goes. Before and after each is a
 * failpoint. `docs/reliability.md` says what has none.
 */
export const EFFECTS = [
  'store.create',
  'store.restore',
  'store.claim',
  'store.change',
  'store.link_pull',
  'store.unlink_pull',
  'store.append_event',
  'queue.add_task',
  'queue.remove_task',
  'queue.add_to_host',
  'queue.remove_from_host',
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
  'git.sync_mirror',
  'git.create_quarantine',
  'git.publish_branch',
  'podman.create',
  'podman.put_file',
  'podman.start',
  'podman.stop',
  'podman.remove',
  'agent.open_session',
  'agent.prompt',
  'agent.answer',
  'agent.ask',
  'agent.abort',
  'agent.export_session',
  'files.save_session',
  'files.remove_quarantine',
  'memory.add_pending',
  'memory.handled',
  'memory.ended_pull',
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
