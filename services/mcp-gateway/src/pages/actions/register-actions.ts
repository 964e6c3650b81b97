import { type ControlClient, TaskEndedError } from '@opencode-commander/control';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ownPath } from '../../login/own-path.ts';
import type { FormRequest } from '../../login/take-forms.ts';
import type { Shared } from '../live/share.ts';
import type { TaskScenes } from '../task/task-scenes.ts';
import { pauseFromForm, resumeFromForm } from './pause-actions.ts';
import { TASK_ACTIONS } from './task-actions.ts';

export type ActionsContext = {
  client: ControlClient;
  fleet: Pick<Shared<unknown>, 'forget'>;
  scenes: Pick<TaskScenes, 'forget'>;
};

type Act = (request: FormRequest) => Promise<boolean>;

/** What the forms of the pages have done; the browser goes on with a page that shows it. */
export function registerActions(scope: FastifyInstance, { client, fleet, scenes }: ActionsContext): void {
  const register = (path: string, act: Act) =>
    scope.post(path, async (request: FormRequest, reply) => {
      const isChanged = await act(request).catch(unlessEnded);
      fleet.forget();
      scenes.forget(idOf(request));
      return goOn(request, reply, isChanged);
    });
  for (const [name, act] of Object.entries(TASK_ACTIONS))
    register(`/tasks/:id/${name}`, (request) => act(client, idOf(request), request.body));
  register('/pause', ({ body }) => pauseFromForm(client, body));
  register('/resume', ({ body }) => resumeFromForm(client, body));
}

/** Somebody saw the page before the task ended: that is no mistake of theirs. */
function unlessEnded(error: unknown): false {
  if (error instanceof TaskEndedError) return false;
  throw error;
}

function idOf({ params: { id = '' } }: FormRequest): string {
  return id;
}

/** Where nothing was changed the page says so: somebody else was first, or it had ended. */
function goOn({ body }: FormRequest, reply: FastifyReply, isChanged: boolean): FastifyReply {
  const back = ownPath(body.get('back'));
  return reply.redirect(isChanged ? back : `${back}?unchanged`, 303);
}
