import { createBullBoard } from '@bull-board/api';
import { FastifyAdapter } from '@bull-board/fastify';
import type { ControlClient } from '@opencode-commander/control';
import { type Queues, type TaskStore, taskQueues } from '@opencode-commander/queue';
import type { Redactor } from '@opencode-commander/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requireOwnOrigin } from '../access/require-own-origin.ts';
import { requireRedis } from '../access/require-redis.ts';
import { type Door, requireSession } from '../login/require-session.ts';
import { BoardQueue } from './board-queue.ts';
import { judgeChange } from './judge-change.ts';
import { nameJob } from './name-job.ts';
import { taskJobChanges } from './task-job-changes.ts';
import { withoutFonts } from './without-fonts.ts';
import { writeJobChanges } from './write-job-changes.ts';

export type BoardOptions = Door & {
  queues: Queues;
  store: Pick<TaskStore, 'get'>;
  /** Has done what buttons ask for. */
  client: Pick<ControlClient, 'ask'>;
  /** Whether there are such buttons. */
  mayChange: boolean;
  redactor: Pick<Redactor, 'redact'>;
};

const BASE = '/board';
/** Nothing from elsewhere: no fonts of Google's that would hold up the page, and no script that a title smuggled in. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'self'; frame-ancestors 'none'";

/** Bull Board at /board behind the login: for looking at the queues, and where `mayChange` for steering single jobs. */
export async function registerBoard(app: FastifyInstance, options: BoardOptions): Promise<void> {
  const { queues, token } = options;
  const adapter = new FastifyAdapter();
  adapter.setBasePath(BASE);
  const always = shownQueues(options);
  const board = createBullBoard({
    queues: always,
    serverAdapter: adapter,
    options: {
      uiConfig: { boardTitle: 'commander', hideDocsLink: true, miscLinks: [{ text: 'Fleet', url: '/' }] },
      handlerHooks: { before: judgeChange(options) },
    },
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'content-security-policy': CONTENT_SECURITY_POLICY, 'referrer-policy': 'same-origin' });
    });
    scope.addHook('onRequest', requireSession(options));
    scope.addHook('onRequest', requireOwnOrigin(token));
    scope.addHook('onRequest', requireRedis(queues.redis));
    scope.addHook('onRequest', showHosts(board, { ...options, always }));
    scope.addHook('onSend', withoutFonts);
    await scope.register(adapter.registerPlugin(), { prefix: BASE });
  });
}

function shownQueues(options: BoardOptions): BoardQueue[] {
  const { queues, store, client, mayChange, redactor } = options;
  const shown = { nameOf: nameJob(store), redactor };
  const writes = mayChange ? writeJobChanges(client) : null;
  return [
    runsQueue(options, { queue: queues.tasks, description: 'Runs of tasks, by priority' }),
    new BoardQueue({
      ...{ ...shown, queue: queues.outbox, changes: writes },
      description: 'Comments and labels on their way to GitHub',
    }),
    new BoardQueue({ ...shown, queue: queues.polls, changes: null, description: 'Looks at GitHub' }),
  ];
}

type RunsQueue = { queue: Queues['tasks']; description: string };

function runsQueue({ store, client, mayChange, redactor }: BoardOptions, runs: RunsQueue): BoardQueue {
  const changes = mayChange ? taskJobChanges(client) : null;
  return new BoardQueue({ ...runs, nameOf: nameJob(store), redactor, changes });
}

/** The queues of hosts come when the first task goes on there, and go with the host. */
function showHosts(
  board: Pick<ReturnType<typeof createBullBoard>, 'replaceQueues'>,
  options: BoardOptions & { always: readonly BoardQueue[] },
) {
  const { queues, always } = options;
  const description = 'Runs of tasks that go on on their host';
  return async ({ url }: FastifyRequest): Promise<void> => {
    if (!url.startsWith(`${BASE}/api/`)) return;
    const ofHosts = (await taskQueues(queues)).filter(({ name }) => name !== queues.tasks.name);
    board.replaceQueues([...always, ...ofHosts.map((queue) => runsQueue(options, { queue, description }))]);
  };
}
