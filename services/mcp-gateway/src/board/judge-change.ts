import type { BeforeHookResult, HookContext } from '@bull-board/api/typings/app';

/** What can be asked for about one job; what it means for a task or a write is in the changes of its queue. */
const ABOUT_A_JOB = new Set(
  ['retry', 'clean', 'promote', 'priority'].map((name) => `/api/queues/:queueName/:jobId/${name}`),
);

const FOR_LOOKING = 'The board is for looking only: mcp.board_changes lets it change things';
const NOT_HERE =
  'The board changes one job at a time, so that tasks stay as they are told: pause and resume on the fleet page, change limits in the configuration';

/** Lets through what looks, and where the board may change things what is about one job. */
export function judgeChange({ mayChange }: { mayChange: boolean }) {
  return ({ method, route }: Pick<HookContext, 'method' | 'route'>): BeforeHookResult => {
    if (method === 'get') return undefined;
    if (!mayChange)
      return { allow: false, status: 405, errorKey: 'ERRORS.QUEUE_READ_ONLY', message: FOR_LOOKING };
    if (!ABOUT_A_JOB.has(route)) return { allow: false, status: 403, message: NOT_HERE };
    return undefined;
  };
}
