import { createQueues, createTaskStore, type TaskStore } from '@opencode-commander/queue';
import type { Instances, PendingQuestion } from '@opencode-commander/task';
import { Redis } from 'ioredis';
import { inject } from 'vitest';
import type { BudgetControl } from '../src/budget-view.ts';
import type { ConfigControl } from '../src/config/config-editor.ts';
import type { DispatchControl, IssueToDispatch } from '../src/dispatch.ts';
import type { DoctorControl } from '../src/doctor/doctor.ts';
import { dispatch } from '../src/index.ts';

let count = 0;

/** A control over real Redis, with a clock at `2026-01-01` plus the seconds it was asked before, and issues to read. */
export function startControl() {
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}-${count++}`;
  const redis = new Redis({ path: inject('redisSocket') });
  const issues = new Map<string, IssueToDispatch>();
  const requests = new Map<string, IssueToDispatch>();
  let seconds = 0;
  const queues = createQueues({ redis, prefix });
  let opened = 100;
  const control: DispatchControl & BudgetControl & DoctorControl = {
    store: createTaskStore({ redis, prefix }),
    queues,
    host: 'github.example',
    budget: () => ({ taskUsd: 5, repoDayUsd: null, dayUsd: 20 }),
    now: () => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds++),
    readIssue: async ({ repo, number }) => {
      const issue = issues.get(`${repo}#${number}`);
      if (issue) return issue;
      throw new Error(`no issue ${repo}#${number}`);
    },
    readRepository: async (fullName) => ({ id: 7, fullName, canPush: true, archived: false }),
    blockedRepositories: () => [],
    viewer: async () => ({ login: 'bot' }),
    allowVolatile: true,
    openIssue: async ({ repo, title, body, request, evenClosed, beforeOpening }) => {
      const known = requests.get(request);
      if (known && (evenClosed || known.state === 'open')) return { issue: known, opened: false };
      await beforeOpening();
      opened += 1;
      const url = `https://github.example/${repo}/issues/${opened}`;
      const issue = { ...AN_ISSUE, number: opened, title, body: `<!-- ${request} -->\n${body}`, url };
      requests.set(request, issue);
      return { issue, opened: true };
    },
  };
  const file = (changes: Partial<IssueToDispatch> & { number: number }) => {
    const url = `https://github.example/acme/web/issues/${changes.number}`;
    const issue = { ...AN_ISSUE, url, ...changes };
    issues.set(`${issue.repo}#${issue.number}`, issue);
    return `${issue.repo}#${issue.number}`;
  };
  return {
    ...control,
    instances: NO_INSTANCES,
    configuration: CONFIGURATION,
    redis,
    prefix,
    file,
    /** The issues that were opened for texts, by their requests. */
    requests,
    /** The id of the task of an issue that was dispatched. */
    async queue(number: number): Promise<string> {
      const { task } = await dispatch(control, { github_issue_url: file({ number }) });
      return task.id;
    },
    /** The same, while a run works on it. */
    async run(number: number): Promise<string> {
      const { task } = await dispatch(control, { github_issue_url: file({ number }) });
      await control.queues.tasks.remove(`run-${task.id}`);
      const { epoch } = await control.store.claim({ id: task.id, host: 'h', at: LATER });
      await control.store.change({ id: task.id, epoch, status: 'running', at: LATER });
      return task.id;
    },
    /** The same, waiting with a question. */
    async ask(number: number, question: PendingQuestion): Promise<string> {
      const id = await this.run(number);
      const patch = { question, questions: question.number };
      const epoch = await epochOf(control.store, id);
      await control.store.change({ id, epoch, status: 'waiting_human', patch, at: LATER });
      return id;
    },
    async [Symbol.asyncDispose]() {
      await queues.close();
      const keys = await redis.keys(`*{${prefix}}*`);
      if (keys.length > 0) await redis.del(keys);
      redis.disconnect();
    },
  };
}

/** Knows three keys and one rule: no value is `wrong`. */
const CONFIGURATION: ConfigControl['configuration'] = {
  show: (overrides) => ({
    keys: ['timeouts.high', 'timeouts.low', 'repo.acme/web.setup'].map((key) => {
      const { value, by, at } = overrides[key] ?? { value: null, by: null, at: '' };
      const origin = by === null ? { kind: 'default' as const } : { kind: 'runtime' as const, by, at };
      const shown = value === null ? null : JSON.stringify(value);
      return { key, value: shown, otherwise: null, secret: null, origin, live: true };
    }),
    ignored: [],
  }),
  keyOf: (text) => text.trim(),
  change: (overrides, { changes, by, at }) => {
    if (Object.values(changes).includes('wrong')) throw new Error('that is wrong');
    const others = Object.entries(overrides).filter(([key]) => !Object.hasOwn(changes, key));
    const set = Object.entries(changes).filter(([, value]) => value !== null);
    return Object.fromEntries([...others, ...set.map(([key, value]) => [key, { value, by, at }] as const)]);
  },
};

/** The epoch of the task's present run. */
export async function epochOf(store: Pick<TaskStore, 'get'>, id: string): Promise<number> {
  return (await store.get(id))?.epoch ?? 0;
}

/** Nothing serves opencode. */
export const NO_INSTANCES: Instances = {
  servers: [],
  open: () => Promise.reject(new Error('there is none')),
};

export const LATER = '2026-01-02T00:00:00.000Z';

const AN_ISSUE = {
  repoId: 7,
  repo: 'acme/web',
  title: 'Say hello',
  body: 'Please.',
  labels: ['agent'],
  state: 'open' as const,
  isPullRequest: false,
};
