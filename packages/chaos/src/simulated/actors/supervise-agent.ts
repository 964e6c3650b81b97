import { nextQuestion, type PendingQuestion, questionOperation } from '@opencode-commander/task';
import { type Steps, sleep } from '../effect.ts';
import type { Container } from '../model/simulated-host.ts';
import { EffectFailed, Refused } from '../refused.ts';
import type { Run } from './run.ts';

/** The container of an earlier run on this host with its session, or a new one. */
export function* openSandbox(run: Run): Steps<Container> {
  const { containers } = run.world;
  const { host } = run.actor.process;
  const { id: taskId, epoch, containerId } = run.task;
  if (containerId !== null) {
    const found = yield* run.do('podman', `find ${containerId}`, () => containers.find(containerId, host));
    if (found !== null) return yield* start(run, found);
  }
  const made = yield* run.do('podman', 'create a container', () =>
    containers.create({ host, taskId, epoch }),
  );
  run.containerId = made.id;
  yield* run.write(null, { containerId: made.id, sessionId: 'ses_1' });
  return yield* start(run, made);
}

function* start(run: Run, { id }: Container): Steps<Container> {
  run.containerId = id;
  const started = yield* run.do('podman', `start ${id}`, () =>
    run.world.containers.change(id, { state: 'running' }),
  );
  if (started === null) throw new EffectFailed(`start ${id}`);
  return started;
}

/** Works until the agent asks, fails or has finished. */
export function* superviseAgent(run: Run, container: Container): Steps<'asked' | 'failed' | 'done'> {
  const plan = run.world.planOf(run.task);
  yield* deliverAnswer(run, container);
  for (let look = 0; look < plan.looks; look += 1) {
    yield* sleep(1_000 + run.world.random.below(8_000));
    yield* lookAtRecord(run);
    yield* lookAtAgent(run, container.id);
  }
  if (run.task.questions < plan.asks || (yield* lookAtAgent(run, container.id)).waiting !== null) {
    yield* ask(run, container.id);
    return 'asked';
  }
  if (plan.ends === 'crash') run.world.crash(run.actor.process);
  return plan.ends === 'failure' ? 'failed' : 'done';
}

/** A run whose task was cancelled or taken ends. */
function* lookAtRecord(run: Run): Steps {
  const { redis } = run.world;
  const record = yield* run.do('redis', 'look at', () => redis.records.get(run.task.id));
  if (record?.epoch !== run.task.epoch) throw new Refused('stale');
}

function* lookAtAgent(run: Run, id: string): Steps<Container> {
  const seen = yield* run.do('agent', `look into ${id} of`, () => run.world.containers.change(id, {}));
  if (seen?.state !== 'running') throw new EffectFailed(`look into ${id}`);
  return seen;
}

/** Gives the answer to the request that still waits, and writes down that it was given. */
function* deliverAnswer(run: Run, { id }: Container): Steps {
  const { question, answer } = run.task;
  if (question === null) return;
  if (answer?.to === question.number)
    yield* run.do('agent', `answer ${answer.to} of`, () => {
      const session = run.world.containers.change(id, {});
      if (session === null) throw new EffectFailed('answer');
      if (session.waiting !== answer.to) return;
      run.world.containers.change(id, { waiting: null, told: [...session.told, answer.to] });
    });
  if (answer !== null) yield* run.write(null, { question: null, answer: null });
}

/** The question is in the record before its comment is on its way; asked again after a crash it is the same. */
function* ask(run: Run, containerId: string): Steps {
  const { task, world } = run;
  const requestId = `q${containerId}`;
  const next = nextQuestion({
    task,
    now: world.wallClock(run.actor.process),
    humanMs: world.schedule.humanMs,
  });
  const { question: before, answer } = task;
  const isSame = before?.kind === 'question' && before.requestId === requestId && answer === null;
  const number = isSame ? before.number : next.number;
  yield* run.do('agent', `asks ${number} in`, () =>
    world.containers.change(containerId, { waiting: number }),
  );
  const question: PendingQuestion = { ...next, number, kind: 'question', requestId, questions: [COLOUR] };
  yield* run.write(null, { question, questions: number, answer: null });
  yield* run.comment(questionOperation(number), 'Which colour?');
  // Once more with the status: a store that lost its last second may have forgotten the question.
  yield* run.become('waiting_human', { question, questions: number, answer: null });
}

const COLOUR = {
  question: 'Which colour?',
  header: 'colour',
  options: ['red', 'blue'].map((label) => ({ label, description: '' })),
  multiple: false,
  custom: false,
};
