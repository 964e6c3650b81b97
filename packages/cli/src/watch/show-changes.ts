import type { SystemStatus } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { plain } from '../show/plain.ts';
import { latest } from './latest.ts';
import { statusChanges } from './status-changes.ts';
import { tellAway } from './tell-away.ts';
import type { Show } from './watch-status.ts';

/** Prints a line for each thing that has changed, first how everything is, with so many of the tasks that ended last. */
export function showChanges(cli: Pick<Cli, 'print' | 'say' | 'now'>, recent: number): Show {
  const isThere = tellAway(cli);
  let before: SystemStatus | null = null;
  return (sight) => {
    if (!isThere(sight)) return;
    const time = sight.at.toISOString().slice(11, 19);
    const { status } = sight;
    const told = before === null ? latest(status, recent) : status;
    for (const change of statusChanges(before, told)) cli.print(`${time} ${plain(change)}`);
    before = status;
  };
}
