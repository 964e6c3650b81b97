import type { FastifyReply, FastifyRequest } from 'fastify';
import { html } from '../../html/html.ts';
import { layout } from '../../html/layout.ts';
import { sendPage } from '../../html/send-page.ts';
import { addressOf } from '../../http/address-of.ts';
import type { PagesContext } from '../pages-context.ts';
import { viewerOf } from '../viewer-of.ts';
import { mergeCalls } from './merge-calls.ts';
import { TRANSCRIPT_ID, transcriptItems } from './transcript.ts';

const PAGE = 200;

type Asked = Pick<PagesContext, 'client' | 'sessions'> & { id: string; request: FastifyRequest };

/** A page of what happened to a task, from the beginning or after `?after=`. Throws TaskNotFoundError, InputError, RedisError. */
export async function sendLogPage(
  reply: FastifyReply,
  { client, sessions, id, request }: Asked,
): Promise<FastifyReply> {
  const after = addressOf(request).searchParams.get('after') ?? '0-0';
  const { events, next, more } = await client.ask('logs', { task_id: id, after, limit: PAGE });
  const { task } = await client.ask('tasks.show', { task_id: id });
  const content = html`<h1>What happened to <a href="/tasks/${id}">${task.repo}#${task.number} <bdi>${task.title}</bdi></a></h1>
<ol id="${TRANSCRIPT_ID}" class="transcript whole">${transcriptItems(mergeCalls(events)).map((item) => item.html)}</ol>
${more ? html`<p><a href="/tasks/${id}/log?after=${next}">Further</a></p>` : html`<p class="soft">That is all so far.</p>`}`;
  return sendPage(
    reply,
    layout({ title: `Log of ${id}`, viewer: viewerOf(request, sessions), content, live: null }),
  );
}
