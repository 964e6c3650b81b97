import { setTimeout as delay } from 'node:timers/promises';
import type { SystemStatus } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { isAway } from '../is-away.ts';
import { openClient } from '../open-client.ts';
import { showChanges } from './show-changes.ts';
import { showJson } from './show-json.ts';
import { showOnScreen } from './show-on-screen.ts';

/** What was seen last, and since when nothing could be seen; null when it can. */
export type Sight = { status: SystemStatus; at: Date; away: string | null };

/** Shows what is seen, each time; whether it differs is its own affair. */
export type Show = (sight: Sight) => void;

const LOOK_MS = 2_000;

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
  const look = () => client.ask('status', { recent });
  let sight: Sight = { status: await look(), at: cli.now(), away: null };
  isWatching = true;
  const show = chooseShow(cli, json);
  for (;;) {
    show(sight);
    await delay(LOOK_MS, undefined, { signal });
    sight = await lookAgain(look, { before: sight, now: cli.now });
  }
}

function chooseShow(cli: Cli, json: boolean): Show {
  if (json) return showJson(cli);
  const screen = cli.openScreen();
  return screen === null ? showChanges(cli) : showOnScreen(cli, screen);
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
