import { performance } from 'node:perf_hooks';
import { localClient, type OperationControl } from '@opencode-commander/control';
import { RedisError } from '@opencode-commander/queue';
import type { Logger } from '@opencode-commander/service';
import type { FastifyInstance } from 'fastify';
import { REDIS_AWAY } from '../access/require-redis.ts';
import type { Followers } from '../followers.ts';
import { requireFormToken } from '../login/require-form-token.ts';
import { type Door, requireSession } from '../login/require-session.ts';
import { takeForms } from '../login/take-forms.ts';
import { registerActions } from './actions/register-actions.ts';
import { errorPage } from './error-page.ts';
import { readFleet } from './fleet/read-fleet.ts';
import { registerFleet } from './fleet/register-fleet.ts';
import { share } from './live/share.ts';
import type { PagesContext } from './pages-context.ts';
import { registerAssets } from './register-assets.ts';
import { registerTask } from './task/register-task.ts';
import { createTaskScenes } from './task/task-scenes.ts';
import { registerTasks } from './tasks/register-tasks.ts';

export type PagesOptions = Door & {
  control: Omit<OperationControl, 'by'>;
  log: Logger;
  heartbeatMs: number;
  /** How often pages look for changes, in ms. */
  refreshMs: number;
  viewers: Followers;
};

/** The pages for people: the fleet at /, all tasks at /tasks, each at /tasks/<id>, live at /live, and what their forms have done. */
export async function registerPages(app: FastifyInstance, options: PagesOptions): Promise<void> {
  const { control, token, sessions, log, heartbeatMs, refreshMs, viewers } = options;
  const { redis } = control.queues;
  const client = localClient({ ...control, by: 'browser' });
  const clock = () => performance.now();
  const fleet = share(() => readFleet(client), { forMs: refreshMs, clock });
  const { allowedModels } = control;
  const context: PagesContext = {
    client,
    fleet,
    clock,
    sessions,
    allowedModels,
    log,
    heartbeatMs,
    refreshMs,
    viewers,
  };
  registerAssets(app);
  await app.register(async (scope) => {
    takeForms(scope);
    scope.setErrorHandler(errorPage({ redis, log }));
    scope.addHook('onRequest', requireSession({ token, sessions }));
    scope.addHook('onRequest', async () => {
      if (redis.status !== 'ready') throw new RedisError(REDIS_AWAY);
    });
    scope.addHook('preHandler', requireFormToken({ token, sessions }));
    registerFleet(scope, context);
    registerTasks(scope, context);
    const scenes = createTaskScenes(context);
    registerTask(scope, { ...context, scenes });
    registerActions(scope, { client, fleet, scenes });
  });
}
