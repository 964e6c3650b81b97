import { createHmac } from 'node:crypto';

/** One event on its way to a URL. */
export type Delivery = {
  /** The same for every attempt. */
  readonly guid: string;
  readonly event: string;
  readonly action: string;
  /** `owner/name`. */
  readonly repo: string;
  readonly body: string;
  /** The answers to its attempts; null: there was none. */
  readonly statuses: (number | null)[];
  outcome: 'pending' | 'delivered' | 'dropped' | 'failed';
};

export type Target = { url: string; secret: string };

/** As GitHub: no answer within ten seconds is a failure. */
const TIMEOUT_MS = 10_000;

/** Posts a delivery, signed as GitHub signs; the answer's status, or null when there is none. */
export async function post(
  { url, secret }: Target,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<number | null> {
  const ending = new AbortController();
  const end = () => ending.abort();
  const timer = setTimeout(end, TIMEOUT_MS);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    const { body } = delivery;
    const headers = headersOf(delivery, secret);
    const response = await fetch(url, { method: 'POST', headers, body, signal: ending.signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // Whoever receives may be down: that is what the delivery's outcome says.
    return null;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers */
function headersOf({ guid, event, body }: Delivery, secret: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/simulator',
    'x-github-delivery': guid,
    'x-github-event': event,
    'x-github-hook-id': '1',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
}
