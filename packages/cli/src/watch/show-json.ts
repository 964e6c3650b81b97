import type { SystemStatus } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { tellAway } from './tell-away.ts';
import type { Show } from './watch-status.ts';

/** Prints the status as a line of JSON whenever something in it has changed. */
export function showJson(cli: Pick<Cli, 'print' | 'say'>): Show {
  const isThere = tellAway(cli);
  let printed = '';
  return (sight) => {
    if (!isThere(sight)) return;
    const told = JSON.stringify(withoutBeats(sight.status));
    if (told !== printed) cli.print(JSON.stringify(sight.status));
    printed = told;
  };
}

/** Every process beats all the while, every agent uses more or less, and every request to GitHub leaves one less. */
function withoutBeats({ dispatchers, processes, running, rate_limits: _, ...status }: SystemStatus) {
  return {
    ...status,
    dispatchers: dispatchers.map(({ last_seen: _seen, ...dispatcher }) => dispatcher),
    processes: processes.map(({ last_seen: _seen, ...process }) => process),
    running: running.map(({ activity, ...task }) => ({ ...task, tool: activity?.tool })),
  };
}
