import type { ControlClient } from '@opencode-commander/control';
import { BoardError } from './board-error.ts';
import type { JobChanges } from './steer-job.ts';

/** What the board's buttons do with a write to GitHub: only one that was given up can be replayed. */
export function writeJobChanges(client: Pick<ControlClient, 'ask'>): JobChanges {
  const keepOrder = async () => {
    throw new BoardError(
      'Writes to a thread go to GitHub in their order: one that was given up can be retried',
    );
  };
  return {
    async retry({ id = '' }) {
      await client.ask('outbox.replay', { write_id: id });
    },
    promote: keepOrder,
    remove: keepOrder,
    changePriority: keepOrder,
  };
}
