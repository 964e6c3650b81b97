import { setTimeout as delay } from 'node:timers/promises';
import type { SystemStatus } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { isAway } from '../is-away.ts';
import { openClient } from '../open-client.ts';
import { latest } from './latest.ts';
import { showChanges } from './show-changes.ts';
import { showJson } from './show-json.ts';
import { showOnScreen } from './show-on-screen.ts';

/** What was seen last and when, and why nothing can be seen now; null when it can. */
export type Sight = { status: SystemStatus; at: Date; away: string | null };

/** Shows what is seen, each time; whether it differs is its own affair. */
export type Show = (sight: Sight) => void;

const LOOK_MS = 2_000;
/** Of so many ended tasks it is known that they ended, whatever is shown of them: what else has left went back to the queue. */
const ENDED = 100;

/**
 * `commander status --watch`, until the program is interrupted: on a terminal drawn in place, elsewhere a line for each change,
 * and with `json` the whole status for each change. Throws what asking throws the first time; what is away later is waited for.
 */
export async function watchStatus(
  cli: Cli,
  { recent, json }: { recent: number; json: boolean },
): Promise<void> {
  const { signal } = cli.scope;
  let isWatching = false;
  // What a lost connection says besides would be written into the picture.
  const say = (line: string) => void (isWatching || cli.say(line));
  const client = await openClient({ ...cli, say });
  const look = () => client.ask('status', { recent: ENDED });
  let sight: Sight = { status: await look(), at: cli.now(), away: null };
  isWatching = true;
  const show = chooseShow(cli, { recent, json });
  for (;;) {
    show(sight);
    await delay(LOOK_MS, undefined, { signal });
    sight = await lookAgain(look, { before: sight, now: cli.now });
  }
}

function chooseShow(cli: Cli, { recent, json }: { recent: number; json: boolean }): Show {
  const screen = json ? null : cli.openScreen();
  if (screen === null && !json) return showChanges(cli, recent);
  const show = screen === null ? showJson(cli) : showOnScreen(cli, screen);
  return ({ status, ...sight }) => show({ ...sight, status: latest(status, recent) });
}

async function lookAgain(
  look: () => Promise<SystemStatus>,
  { before, now }: { before: Sight; now: () => Date },
): Promise<Sight> {
  try {
    return { status: await look(), at: now(), away: null };
  } catch (error) {
    if (!isAway(error)) throw error;
    return { ...before, away: error.message };
  }
}
