import type { FastifyInstance } from 'fastify';
import { layout } from '../../html/layout.ts';
import { sendPage } from '../../html/send-page.ts';
import { addressOf } from '../../http/address-of.ts';
import type { PagesContext } from '../pages-context.ts';
import { viewerOf } from '../viewer-of.ts';
import { readFilter } from './read-filter.ts';
import { tasksContent } from './tasks-content.ts';

/** All tasks at /tasks, a page at a time. */
export function registerTasks(scope: FastifyInstance, { client, sessions }: PagesContext): void {
  scope.get('/tasks', async (request, reply) => {
    const filter = readFilter(addressOf(request).searchParams);
    const content = tasksContent(filter, await client.ask('tasks.list', filter));
    const viewer = viewerOf(request, sessions);
    return sendPage(reply, layout({ title: 'Tasks', viewer, content, live: null, current: '/tasks' }));
  });
}
