import { createBullBoard } from '@bull-board/api';
import { FastifyAdapter } from '@bull-board/fastify';
import { type Queues, type TaskStore, taskQueues } from '@opencode-commander/queue';
import type { FastifyInstance } from 'fastify';
import { requireRedis } from '../access/require-redis.ts';
import { type Door, requireSession } from '../login/require-session.ts';
import { NamedJobs } from './named-jobs.ts';

export type BoardOptions = Door & { queues: Queues; store: Pick<TaskStore, 'get'> };

const BASE = '/board';
/** Nothing from elsewhere: no fonts of Google's that would hold up the page, and no script that a title smuggled in. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'self'; frame-ancestors 'none'";

/** Bull Board at /board, for looking at the queues, behind a login. */
export async function registerBoard(app: FastifyInstance, options: BoardOptions): Promise<void> {
  const { queues, store } = options;
  const adapter = new FastifyAdapter();
  adapter.setBasePath(BASE);
  const board = createBullBoard({
    queues: [
      new NamedJobs({ queue: queues.tasks, store, description: 'Runs of tasks, by priority' }),
      new NamedJobs({
        queue: queues.outbox,
        store,
        description: 'Comments and labels on their way to GitHub',
      }),
      new NamedJobs({ queue: queues.polls, store, description: 'Looks at GitHub' }),
    ],
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'commander', hideDocsLink: true } },
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'content-security-policy': CONTENT_SECURITY_POLICY, 'referrer-policy': 'same-origin' });
    });
    scope.addHook('onRequest', requireSession(options));
    scope.addHook('onRequest', requireRedis(queues.redis));
    scope.addHook('onRequest', showHosts(board, options));
    await scope.register(adapter.registerPlugin(), { prefix: BASE });
  });
}

/** The queues of hosts come when the first task goes on there. */
function showHosts(
  board: Pick<ReturnType<typeof createBullBoard>, 'addQueue'>,
  { queues, store }: BoardOptions,
): () => Promise<void> {
  const shown = new Set([queues.tasks.name]);
  return async () => {
    for (const queue of await taskQueues(queues)) {
      if (shown.has(queue.name)) continue;
      shown.add(queue.name);
      board.addQueue(new NamedJobs({ queue, store, description: 'Runs of tasks that go on on their host' }));
    }
  };
}
