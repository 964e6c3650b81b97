import { setTimeout as delay } from 'node:timers/promises';
import { type ControlClient, listTasks } from '@opencode-commander/control';
import { isTerminal, OperatorError, type Status } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { configuredProviders } from '../configured-providers.ts';
import { openClient } from '../open-client.ts';
import { issueOf } from '../show/format-status.ts';
import { plain } from '../show/plain.ts';
import type { Candidate, Completion, Named } from './complete-words.ts';

/** How long somebody who has pressed Tab waits for names that others have to tell. */
const PATIENCE_MS = 1_000;

type Wanted = Pick<Completion, 'command'> & { takes: Named };

/**
 * The tasks, keys or providers that a command takes: of the tasks those that wait, run or have just ended, by id and by issue.
 * None when they cannot be had in time from what runs.
 */
export async function namedCandidates(cli: Cli, wanted: Wanted): Promise<Candidate[]> {
  const late = new AbortController();
  try {
    const nothing = delay(PATIENCE_MS, [], { signal: late.signal });
    return await Promise.race([ask(cli, wanted), nothing]);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    // Whoever presses Tab wants no reasons: the command itself will tell them.
    return [];
  } finally {
    late.abort();
  }
}

async function ask(cli: Cli, { command, takes }: Wanted): Promise<Candidate[]> {
  const client = await openClient({ ...cli, say: () => undefined }, { start: false });
  if (takes === 'task') return tasks(client, FITTING.get(command) ?? (() => true));
  const { keys } = await client.ask('config.show', {});
  if (takes === 'provider') return configuredProviders(keys).map((word) => ({ word, about: '' }));
  const shown = keys.filter(({ live }) => live || command === 'config show');
  return shown.map(({ key, value, otherwise }) => ({ word: key, about: plain(value ?? otherwise ?? '') }));
}

/** Of which tasks a command can do something; of all unless it is named here. */
const FITTING: ReadonlyMap<string, (status: Status) => boolean> = new Map([
  ['answer', (status) => status === 'waiting_human'],
  ['budget', (status) => !isTerminal(status)],
  ['model', (status) => !isTerminal(status)],
  ['queue cancel', (status) => !isTerminal(status)],
  ['queue prioritize', (status) => !isTerminal(status)],
  ['queue move', (status) => status === 'queued'],
  ['queue retry', (status) => status === 'queued' || status === 'failed' || status === 'cancelled'],
]);

async function tasks(client: ControlClient, fits: (status: Status) => boolean): Promise<Candidate[]> {
  const fitting = (await listTasks(client)).filter(({ status }) => fits(status));
  return fitting.flatMap((task) => {
    const about = plain(`${task.status}: ${task.title}`);
    return [
      { word: task.id, about: `${issueOf(task)} ${about}` },
      { word: issueOf(task), about },
    ];
  });
}
