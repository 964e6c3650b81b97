import { enqueueWrite } from '@opencode-commander/queue';
import { type PendingQuestion, questionComment, type Task } from '@opencode-commander/task';
import { type PollerWorld, REPO } from './poller-world.ts';

/** What a dispatcher would do, at the level of records and GitHub. */

export async function taskOf(world: PollerWorld, number: number, round = 0): Promise<Task> {
  const found = (await world.store.list()).find(
    (task) => task.id.startsWith(`${number}-`) && task.round === round,
  );
  if (found === undefined) {
    const said = world.lines.map(({ msg }) => msg).join('\n');
    throw new Error(`issue ${number} has no task of round ${round}; the poller said:\n${said}`);
  }
  return found;
}

/** The task runs. */
export async function run(world: PollerWorld, { id }: Task): Promise<Task> {
  const at = new Date().toISOString();
  const { epoch } = await world.store.claim({ id, host: 'h', at });
  await world.queues.tasks.remove(`run-${id}`);
  return world.store.change({ id, epoch, status: 'running', at });
}

/** The task's run ends without success. */
export async function fail(world: PollerWorld, task: Task): Promise<Task> {
  const { id, epoch } = await run(world, task);
  const failure = { kind: 'agent', message: 'it gave up' } as const;
  return world.store.change({
    id,
    epoch,
    status: 'failed',
    patch: { failure },
    at: new Date().toISOString(),
  });
}

const COLOUR = {
  question: 'Which colour?',
  header: 'colour',
  options: [
    { label: 'red', description: 'warm' },
    { label: 'blue', description: 'cold' },
  ],
  multiple: false,
  custom: false,
};

/** The task's run asks people and lets go; the question is written too. */
export async function ask(
  world: PollerWorld,
  task: Task,
  { waitMs = 3_600_000, ...more }: { waitMs?: number; number?: number } = {},
): Promise<Task> {
  const { id, epoch, questions } = await run(world, task);
  const [now, number] = [Date.now(), more.number ?? questions + 1];
  const question: PendingQuestion = {
    kind: 'question',
    number,
    askedAt: new Date(now).toISOString(),
    deadline: new Date(now + waitMs).toISOString(),
    requestId: `que_${number}`,
    questions: [COLOUR],
  };
  const patch = { question, questions: number };
  const at = new Date(now).toISOString();
  const asked = await world.store.change({ id, epoch, status: 'waiting_human', patch, at });
  const operation = `question_${number}`;
  await enqueueWrite(world.queues, {
    kind: 'comment',
    taskId: id,
    epoch,
    operation,
    body: questionComment(asked),
  });
  return asked;
}

export type OpenedPull = { number: number; branch: string; task: Task };

/** The task ends with a pull request. */
export async function publish(
  world: PollerWorld,
  task: Task,
  files = { 'a.txt': 'a\n' },
): Promise<OpenedPull> {
  const { id, epoch, branch, source } = await run(world, task);
  await world.simulator.commit({ repo: REPO, branch, files, message: 'Do it', by: 'bot' });
  const { number, nodeId, url } = await world.connect().openPullRequest(REPO, {
    ...{ head: branch, base: 'main', title: 'Done', body: 'As asked.', labels: ['agent-pr'] },
    ...{ marker: { task: id, epoch, operation: 'pull_request' }, since: 0 },
  });
  await world.store.linkPull({ repoId: source.repoId, number, nodeId, taskId: id });
  const patch = { prUrl: url, pull: { number, nodeId, state: 'open' as const } };
  const at = new Date().toISOString();
  const completed = await world.store.change({ id, epoch, status: 'completed', patch, at });
  await enqueueWrite(world.queues, { kind: 'status', taskId: id });
  return { number, branch, task: completed };
}

/** The follow-up's run ends, with a commit or without. */
export async function complete(world: PollerWorld, task: Task): Promise<Task> {
  const { id, epoch } = await run(world, task);
  return world.store.change({ id, epoch, status: 'completed', at: new Date().toISOString() });
}
