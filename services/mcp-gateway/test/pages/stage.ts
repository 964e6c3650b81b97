import { OPERATIONS } from '@opencode-commander/control';
import type { PendingQuestion, Question, Status, Task, TaskEvent } from '@opencode-commander/task';
import { BEARER, REPO, type World } from '../gateway-world.ts';

/** Brings tasks to where a test wants them, as dispatchers would. */
export function stage(world: World) {
  const at = () => new Date().toISOString();
  const epochOf = async (id: string) => (await world.store.get(id))?.epoch ?? 0;
  const change = async (
    id: string,
    changes: { status?: Status; patch?: Partial<Task>; message?: string },
  ) => {
    await world.store.change({ id, epoch: await epochOf(id), at: at(), ...changes });
  };
  const queued = async (title: string): Promise<string> => {
    const body = JSON.stringify({ github_issue_url: `${REPO}#${world.file(title)}` });
    const headers = { ...BEARER, 'content-type': 'application/json' };
    const answer = await world.ask('/api/dispatch', { method: 'POST', headers, body });
    return OPERATIONS.dispatch.output.parse(JSON.parse(answer.body)).task.id;
  };
  const running = async (title: string): Promise<string> => {
    const id = await queued(title);
    await world.queues.tasks.remove(`run-${id}`);
    await world.store.claim({ id, host: 'laptop', at: at() });
    await change(id, { status: 'running' });
    return id;
  };
  const asking = async (title: string, question: PendingQuestion): Promise<string> => {
    const id = await running(title);
    await change(id, { status: 'waiting_human', patch: { question, questions: question.number } });
    return id;
  };
  const happens = (id: string, event: Happening) => world.store.appendEvent(id, { at: at(), ...event });
  return { queued, running, asking, happens, change };
}

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 'at'> : never;
type Happening = WithoutTime<TaskEvent>;

const ASKED = { number: 1, askedAt: '2026-01-01T00:00:00.000Z', deadline: '2099-01-01T00:00:00.000Z' };

/** A question that an agent asks. */
export function agentAsks(...questions: Partial<Question>[]): PendingQuestion {
  const whole = questions.map((one) => ({
    ...{ question: 'Which?', header: 'Which', options: [], multiple: false, custom: true },
    ...one,
  }));
  return { ...ASKED, kind: 'question', requestId: 'q1', questions: whole };
}

export function permissionAsked(): PendingQuestion {
  return { ...ASKED, kind: 'permission', requestId: 'p1', permission: 'bash', patterns: ['rm *'] };
}

export function budgetAsked(): PendingQuestion {
  return { ...ASKED, kind: 'budget', scope: 'task', spentUsd: 5, limitUsd: 5 };
}
