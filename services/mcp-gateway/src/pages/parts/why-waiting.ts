import type { TaskView } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';
import { time } from './time.ts';

/** Why a queued task does not run; null when it only waits for its turn. */
export function whyWaiting({
  status,
  waits_for: reason,
}: Pick<TaskView, 'status' | 'waits_for'>): Html | null {
  if (status !== 'queued') return null;
  switch (reason?.kind) {
    case undefined:
      return null;
    case 'dependencies':
      return html`waits for ${reason.issues.join(', ')}${reason.cycle && ', which waits for it'}`;
    case 'provider':
      return html`waits for ${reason.provider}, which is out of quota until ${time(reason.until)}`;
    case 'pause':
      return html`waits until ${reason.name ?? 'everything'} is resumed${reason.reason !== null && `: ${reason.reason}`}`;
    case 'repository':
      return html`waits for its repository, of which ${reason.limit} may run at once`;
    case 'host':
      return html`waits for ${reason.host}: ${reason.reason}`;
  }
}
