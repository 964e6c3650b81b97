import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@opencode-commander/service';
import { OperatorError } from '@opencode-commander/task';
import type { FastifyReply } from 'fastify';
import { type EventStream, openEventStream } from '../../http/event-stream.ts';
import { noticeFragment } from '../parts/notice.ts';
import { type Fragment, versionOf, versionOfPage } from './fragment.ts';

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
 * The last one of a change has the page's version as its id. Throws what the first rendering throws.
 */
export async function streamPage(reply: FastifyReply, options: StreamOptions): Promise<FastifyReply> {
  const first = await options.render();
  reply.hijack();
  const stream = openEventStream(reply.raw, options);
  const end = Number.isFinite(options.remainingMs)
    ? setTimeout(() => stream.close(), options.remainingMs)
    : undefined;
  try {
    await sendChanges(stream, first, options);
  } catch (error) {
    if (!stream.signal.aborted) options.log.warn({ err: error }, 'the stream of a page broke off');
  } finally {
    clearTimeout(end);
    stream.close();
  }
  return reply;
}

async function sendChanges(
  stream: EventStream,
  first: readonly Fragment[],
  { render, seen, refreshMs }: StreamOptions,
): Promise<void> {
  const sent = new Map<string, string>();
  if (versionOfPage(first) === seen) note(sent, first);
  for (let fragments = first; ; fragments = await renderOrSay(render)) {
    const changed = note(sent, fragments);
    const version = versionOfPage(fragments);
    for (const [i, { id, html, within }] of changed.entries()) {
      const isLast = i === changed.length - 1;
      const data = { id, within, html: html.markup };
      await stream.send({ event: 'fragment', data, ...(isLast && { id: version }) });
    }
    await sleep(refreshMs, undefined, { signal: stream.signal });
  }
}

/** Those that are not as they were noted before. */
function note(sent: Map<string, string>, fragments: readonly Fragment[]): Fragment[] {
  return fragments.filter(({ id, html }) => {
    const version = versionOf(html.markup);
    if (sent.get(id) === version) return false;
    sent.set(id, version);
    return true;
  });
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
