import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@opencode-commander/service';
import { OperatorError } from '@opencode-commander/task';
import type { FastifyReply } from 'fastify';
import { type EventStream, openEventStream } from '../../http/event-stream.ts';
import { noticeFragment } from '../parts/notice.ts';
import { type Fragment, versionOfFragment, versionOfPage } from './fragment.ts';

export type StreamOptions = {
  /** All of the page that changes, as it is now. */
  render: () => Promise<readonly Fragment[]>;
  /** The version of the page that the viewer has; what is the same is not sent. */
  seen: string | undefined;
  /** How often to look for changes, and to show that the stream lives, in ms. */
  refreshMs: number;
  heartbeatMs: number;
  /** When the viewer's session ends, in ms from now. */
  remainingMs: number;
  log: Logger;
};

/**
 * What changes on a page, as server-sent events `fragment` with `{id, within, html}`, until the viewer goes or the session ends.
 * The last one of a change has the page's version as its id. While the viewer does not read nothing is rendered, and no rendering
 * is held. Throws what the first rendering throws.
 */
export async function streamPage(reply: FastifyReply, options: StreamOptions): Promise<FastifyReply> {
  const sent = await whatIsSeen(options);
  reply.hijack();
  const stream = openEventStream(reply.raw, options);
  const end = Number.isFinite(options.remainingMs)
    ? setTimeout(() => stream.close(), options.remainingMs)
    : undefined;
  try {
    await sendChanges(stream, sent, options);
  } catch (error) {
    if (!stream.signal.aborted) options.log.warn({ err: error }, 'the stream of a page broke off');
  } finally {
    clearTimeout(end);
    stream.close();
  }
  return reply;
}

/** The version of each fragment that the viewer has. */
type Sent = Map<string, string>;

async function whatIsSeen({ render, seen }: StreamOptions): Promise<Sent> {
  const fragments = await render();
  if (versionOfPage(fragments) !== seen) return new Map();
  return new Map(fragments.map((fragment) => [fragment.id, versionOfFragment(fragment)]));
}

async function sendChanges(stream: EventStream, sent: Sent, options: StreamOptions): Promise<void> {
  for (;;) {
    const isAll = await sendWhatFits(stream, sent, options);
    await (isAll ? sleep(options.refreshMs, undefined, { signal: stream.signal }) : stream.read());
  }
}

/** Sends what has changed until the viewer has to read; false when there may be more. */
async function sendWhatFits(stream: EventStream, sent: Sent, { render }: StreamOptions): Promise<boolean> {
  const fragments = await renderOrSay(render);
  const changed = fragments.filter((fragment) => sent.get(fragment.id) !== versionOfFragment(fragment));
  const version = versionOfPage(fragments);
  for (const fragment of changed) {
    const { id, html, within } = fragment;
    sent.set(id, versionOfFragment(fragment));
    const isLast = fragment === changed.at(-1);
    const data = { id, within, html: html.markup };
    if (!stream.offer({ event: 'fragment', data, ...(isLast && { id: version }) })) return false;
  }
  return true;
}

/** While Redis is away the page says so and stays as it was. */
async function renderOrSay(render: StreamOptions['render']): Promise<readonly Fragment[]> {
  try {
    return await render();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return [noticeFragment(error.message)];
  }
}
