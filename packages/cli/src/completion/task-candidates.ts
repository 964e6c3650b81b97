import { setTimeout as delay } from 'node:timers/promises';
import { listTasks } from '@opencode-commander/control';
import { OperatorError } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { issueOf } from '../show/format-status.ts';
import { plain } from '../show/plain.ts';
import type { Candidate } from './complete-words.ts';

/** How long somebody who has pressed Tab waits for names that others have to tell. */
const PATIENCE_MS = 1_000;

/** The tasks that wait, run or have just ended, by id and by issue; none when they cannot be had in time from what runs. */
export async function taskCandidates(cli: Cli): Promise<Candidate[]> {
  const late = new AbortController();
  try {
    const nothing = delay(PATIENCE_MS, [], { signal: late.signal });
    return await Promise.race([ask(cli), nothing]);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    // Whoever presses Tab wants no reasons: the command itself will tell them.
    return [];
  } finally {
    late.abort();
  }
}

async function ask(cli: Cli): Promise<Candidate[]> {
  const client = await openClient({ ...cli, say: () => undefined }, { start: false });
  return (await listTasks(client)).flatMap((task) => {
    const about = plain(`${task.status}: ${task.title}`);
    return [
      { word: task.id, about: `${issueOf(task)} ${about}` },
      { word: issueOf(task), about },
    ];
  });
}
