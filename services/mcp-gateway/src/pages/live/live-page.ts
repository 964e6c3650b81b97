import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '../../html/html.ts';
import { layout, type Viewer } from '../../html/layout.ts';
import { sendPage } from '../../html/send-page.ts';
import { addressOf } from '../../http/address-of.ts';
import { sessionOf } from '../../login/session-cookie.ts';
import type { PagesContext } from '../pages-context.ts';
import { viewerOf } from '../viewer-of.ts';
import { type Fragment, versionOfPage } from './fragment.ts';
import { streamPage } from './stream-page.ts';

/** A page that changes by itself. */
export type LivePage = {
  title: string;
  /** Its stream. */
  stream: string;
  current?: string;
  fragments: readonly Fragment[];
  /** All of it; the stream does without. */
  content: () => Html;
};

type Render = (viewer: Viewer) => Promise<LivePage>;

/** Answers with the page as it is now. */
export async function sendLivePage(
  request: FastifyRequest,
  reply: FastifyReply,
  { sessions, render }: Pick<PagesContext, 'sessions'> & { render: Render },
): Promise<FastifyReply> {
  const viewer = viewerOf(request, sessions);
  const { title, stream, current, fragments, content } = await render(viewer);
  const query = new URLSearchParams({ showing: viewer.showing, seen: versionOfPage(fragments) });
  const page = layout({
    ...{ title, viewer, live: `${stream}?${query}`, ...(current !== undefined && { current }) },
    content: html`${wasUnchanged(request) && UNCHANGED}${content()}`,
  });
  return sendPage(reply, page);
}

/**
 * Goes on to tell what changes on it. A browser that comes back says what it had last. As many as may look get it, everybody else 503.
 */
export async function streamLivePage(
  request: FastifyRequest,
  reply: FastifyReply,
  { context, render }: { context: PagesContext; render: Render },
): Promise<FastifyReply> {
  const { sessions, viewers } = context;
  using _place = viewers.enter();
  const viewer = viewerOf(request, sessions);
  const session = sessionOf(request);
  const { searchParams } = addressOf(request);
  const last = request.headers['last-event-id'];
  return await streamPage(reply, {
    ...context,
    render: async () => (await render(viewer)).fragments,
    seen: (typeof last === 'string' && last) || (searchParams.get('seen') ?? undefined),
    remainingMs: (await sessions.isValid(session)) ? sessions.remainingMs(session) : Number.POSITIVE_INFINITY,
  });
}

const UNCHANGED = html`<p class="notice" role="status">Nothing was changed: somebody else was first, or it had ended.</p>`;

function wasUnchanged(request: FastifyRequest): boolean {
  return addressOf(request).searchParams.has('unchanged');
}
