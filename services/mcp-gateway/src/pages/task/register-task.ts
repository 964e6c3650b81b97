import { TaskNotFoundError } from '@opencode-commander/queue';
import { taskIdSchema } from '@opencode-commander/task';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { html } from '../../html/html.ts';
import type { Viewer } from '../../html/layout.ts';
import { type LivePage, sendLivePage, streamLivePage } from '../live/live-page.ts';
import type { PagesContext } from '../pages-context.ts';
import { sendLogPage } from './send-log-page.ts';
import { taskFragments, transcriptSection } from './task-fragments.ts';
import type { TaskScenes } from './task-scenes.ts';

type TaskRequest = FastifyRequest<{ Params: { id: string } }>;

/** Each task at /tasks/<id>, its stream, and its log from the beginning. */
export function registerTask(scope: FastifyInstance, context: PagesContext & { scenes: TaskScenes }): void {
  const { scenes } = context;
  const renderOf = (request: TaskRequest) => {
    const id = taskIdOf(request);
    return async (viewer: Viewer): Promise<LivePage> => {
      const scene = await scenes.of(id);
      const { pauses } = (await context.fleet.get()).status;
      const { sections, items, diff } = taskFragments(scene, viewer, {
        allowedModels: context.allowedModels(),
        pauses,
      });
      const { task } = scene;
      return {
        title: `${task.repo}#${task.number} ${task.title}`,
        stream: `/live/tasks/${id}`,
        fragments: [...sections, ...items, diff],
        content:
          () => html`<h1><span class="soft">${task.repo}#${task.number}</span> <bdi>${task.title}</bdi></h1>
<div class="columns"><div>${sections.map((section) => section.html)}</div>${transcriptSection(scene, items)}</div>${diff.html}`,
      };
    };
  };
  scope.get('/tasks/:id', (request: TaskRequest, reply) =>
    sendLivePage(request, reply, { ...context, render: renderOf(request) }),
  );
  scope.get('/live/tasks/:id', { exposeHeadRoute: false }, (request: TaskRequest, reply) =>
    streamLivePage(request, reply, { context, render: renderOf(request) }),
  );
  scope.get('/tasks/:id/log', (request: TaskRequest, reply) =>
    sendLogPage(reply, { ...context, id: taskIdOf(request), request }),
  );
}

/** Throws TaskNotFoundError. */
function taskIdOf({ params: { id } }: TaskRequest): string {
  if (!taskIdSchema.safeParse(id).success) throw new TaskNotFoundError(id);
  return id;
}
