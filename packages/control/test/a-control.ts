import { createQueues, createTaskStore } from '@opencode-commander/queue';
import { Redis } from 'ioredis';
import { inject } from 'vitest';
import type { DispatchControl, IssueToDispatch } from '../src/index.ts';

let count = 0;

/** A control over real Redis, with a clock at `2026-01-01` plus the seconds it was asked before, and issues to read. */
export function startControl() {
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}-${count++}`;
  const redis = new Redis({ path: inject('redisSocket') });
  const issues = new Map<string, IssueToDispatch>();
  let seconds = 0;
  const queues = createQueues({ redis, prefix });
  const control: DispatchControl = {
    store: createTaskStore({ redis, prefix }),
    queues,
    host: 'github.example',
    now: () => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds++),
    readIssue: async ({ repo, number }) => {
      const issue = issues.get(`${repo}#${number}`);
      if (issue) return issue;
      throw new Error(`no issue ${repo}#${number}`);
    },
  };
  return {
    ...control,
    file(changes: Partial<IssueToDispatch> & { number: number }) {
      const issue = {
        ...AN_ISSUE,
        url: `https://github.example/acme/web/issues/${changes.number}`,
        ...changes,
      };
      issues.set(`${issue.repo}#${issue.number}`, issue);
      return `${issue.repo}#${issue.number}`;
    },
    async [Symbol.asyncDispose]() {
      await queues.close();
      const keys = await redis.keys(`*{${prefix}}*`);
      if (keys.length > 0) await redis.del(keys);
      redis.disconnect();
    },
  };
}

const AN_ISSUE = {
  repoId: 7,
  repo: 'acme/web',
  title: 'Say hello',
  body: 'Please.',
  labels: ['agent'],
  state: 'open' as const,
  isPullRequest: false,
};
