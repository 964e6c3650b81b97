import type { Cli } from '../cli.ts';
import { plain } from '../show/plain.ts';
import type { Sight } from './watch-status.ts';

/** Says once that nothing can be seen, and that it can again; gives whether it can. */
export function tellAway({ say }: Pick<Cli, 'say'>): (sight: Pick<Sight, 'away'>) => boolean {
  let wasAway = false;
  return ({ away }) => {
    if (away !== null && !wasAway) say(`${plain(away)}; it is asked again until it answers.`);
    if (away === null && wasAway) say('It answers again.');
    wasAway = away !== null;
    return away === null;
  };
}
