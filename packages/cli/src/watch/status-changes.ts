import type {
  DispatcherView,
  PauseView,
  ProcessView,
  SystemStatus,
  TaskView,
} from '@opencode-commander/control';
import { PRIORITIES } from '@opencode-commander/task';
import { issueOf, resultOf } from '../show/format-status.ts';

/** One thing that a status says, and what is to be said when it says it no longer; null for nothing. */
type Fact = { key: string; line: string; gone: string | null };

/** What one status says and the one before did not, as lines for people; of the first all it says. */
export function statusChanges(before: SystemStatus | null, after: SystemStatus): string[] {
  const known = new Map(before === null ? [] : factsOf(before).map((fact) => [fact.key, fact]));
  const facts = factsOf(after);
  const changed = facts.filter(({ key, line }) => known.get(key)?.line !== line).map(({ line }) => line);
  const left = new Set(facts.map(({ key }) => key));
  const gone = [...known.values()].flatMap(({ key, gone: words }) =>
    left.has(key) || words === null ? [] : [words],
  );
  return [...gone, ...changed];
}

function factsOf(status: SystemStatus): Fact[] {
  const { running, waiting, recent, pauses, processes, dispatchers, held, outbox } = status;
  const waits = PRIORITIES.flatMap((name) => (status.queue[name] ? [`${status.queue[name]} ${name}`] : []));
  return [
    { key: 'queue', line: `queue: ${waits.join(', ') || 'empty'}`, gone: null },
    ...(held === null ? [] : [{ key: 'held', line: `held: ${held}`, gone: 'no longer held' }]),
    ...pauses.map(pauseFact),
    ...processes.map(processFact),
    // Of the dead tell the processes.
    ...dispatchers.filter(({ alive }) => alive).map(dispatcherFact),
    ...recent.toReversed().map((task) => taskFact(task, `is ${task.status}: ${resultOf(task)}`)),
    ...running.map((task) => taskFact(task, `is ${task.status}: ${task.title}`)),
    ...waiting.map((task) => taskFact(task, `asks: ${task.question?.summary ?? task.title}`)),
    ...(outbox.dead > 0 ? [{ key: 'outbox', line: `outbox: ${outbox.dead} given up`, gone: null }] : []),
  ];
}

/** What ended long ago is left out some day; what ran or asked, and does not any more, goes on later. */
function taskFact(task: TaskView, what: string): Fact {
  const name = `${task.id} ${issueOf(task)}`;
  const gone = task.finished_at === null ? `${name} is back in the queue` : null;
  return { key: `task ${task.id}`, line: `${name} ${what}`, gone };
}

function pauseFact({ name, by, reason }: PauseView): Fact {
  const what = name ?? 'everything';
  const line = `${what} is paused${by === null ? '' : ` by ${by}`}${reason === null ? '' : `: ${reason}`}`;
  return { key: `pause ${what}`, line, gone: `${what} is resumed` };
}

function processFact({ service, host, pid, alive, problems }: ProcessView): Fact {
  const state = problems.length === 0 ? 'is well' : `is not well: ${problems.join('; ')}`;
  const line = `${service} on ${host} ${alive ? state : 'is dead'}`;
  return { key: `process ${service} ${host} ${pid}`, line, gone: `${service} on ${host} has stopped` };
}

function dispatcherFact({ host, pid, refuses }: DispatcherView): Fact {
  const state = refuses === null ? 'takes new tasks' : `takes no new tasks: ${refuses}`;
  return {
    key: `dispatcher ${host} ${pid}`,
    line: `dispatcher on ${host} ${state}`,
    gone: null,
  };
}
