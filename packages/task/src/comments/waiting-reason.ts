import type { WaitsFor } from '../waits-for.ts';
import { escapeMarkdown } from './escape-markdown.ts';

/** Why a queued task does not begin, as the end of a sentence. */
export function waitingReason(waitsFor: WaitsFor): string {
  switch (waitsFor.kind) {
    case 'dependencies': {
      // Written so that it names the issues without referring to them anew at every edit.
      const issues = waitsFor.issues.map((issue) => escapeMarkdown(issue, 200)).join(', ');
      return waitsFor.cycle ? `waits for itself by way of ${issues}` : `waits for ${issues}`;
    }
    case 'provider': {
      const until = `${waitsFor.until.slice(0, 16).replace('T', ' ')} UTC`;
      return `${escapeMarkdown(waitsFor.provider, 100)} is out of quota until ${until}`;
    }
    case 'pause': {
      const what = waitsFor.name === null ? 'everything' : escapeMarkdown(waitsFor.name, 200);
      const why = waitsFor.reason === null ? '' : `: ${escapeMarkdown(waitsFor.reason, 500)}`;
      return `${what} is paused${why}`;
    }
    case 'repository':
      return `${waitsFor.limit} ${waitsFor.limit === 1 ? 'task' : 'tasks'} of this repository already ${waitsFor.limit === 1 ? 'runs' : 'run'}`;
    case 'host':
      return `${escapeMarkdown(waitsFor.host, 100)} cannot run it at present: ${escapeMarkdown(waitsFor.reason, 300)}`;
  }
}
