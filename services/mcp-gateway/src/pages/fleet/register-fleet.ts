import type { FastifyInstance } from 'fastify';
import { html } from '../../html/html.ts';
import type { Viewer } from '../../html/layout.ts';
import { type LivePage, sendLivePage, streamLivePage } from '../live/live-page.ts';
import type { PagesContext } from '../pages-context.ts';
import { fleetFragments } from './fleet-fragments.ts';

/** The fleet at / and its stream. */
export function registerFleet(scope: FastifyInstance, context: PagesContext): void {
  const render = async (viewer: Viewer): Promise<LivePage> => {
    const fragments = fleetFragments(await context.fleet.get(), viewer);
    const content = () => html`<h1>Fleet</h1>${fragments.map((fragment) => fragment.html)}`;
    return { title: 'Fleet', stream: '/live/fleet', current: '/', fragments, content };
  };
  scope.get('/', (request, reply) => sendLivePage(request, reply, { ...context, render }));
  scope.get('/live/fleet', { exposeHeadRoute: false }, (request, reply) =>
    streamLivePage(request, reply, { context, render }),
  );
}
