import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

export type Listening = { sent: ClientRequest; response: IncomingMessage };

/** Begins to hear a stream of server-sent events. */
export async function listen(url: string, headers: Record<string, string> = {}): Promise<Listening> {
  const sent = request(url, { headers, agent: false });
  const answered = once(sent, 'response');
  sent.end();
  const [response] = (await answered) as [IncomingMessage];
  response.setEncoding('utf8');
  return { sent, response };
}

/** What was heard until it matches. */
export async function until(response: IncomingMessage, pattern: RegExp): Promise<string> {
  let heard = '';
  for await (const chunk of response.iterator({ destroyOnReturn: false })) {
    heard += chunk;
    if (pattern.test(heard)) return heard;
  }
  throw new Error(`it ended without ${pattern}: ${heard}`);
}

/** The fragments among what was heard. */
export function fragmentsOf(heard: string): { id: string; within?: string; html: string }[] {
  return [...heard.matchAll(/^event: fragment\ndata: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
}
