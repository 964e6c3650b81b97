import { shownName } from '../shown-name.ts';
import { FLUSH, pktLine, sideband } from './pkt-line.ts';
import type { PushCommand } from './push-commands.ts';

const MAX_NAMED = 3;

/** Why a push is refused, as a sentence's end for the agent; null when it may go on. Deciding on the whole push. */
export function judgePush(commands: readonly PushCommand[], branch: string): string | null {
  const own = `refs/heads/${branch}`;
  if (commands.some(({ ref, deletes }) => ref === own && deletes)) return `${branch} may not be deleted`;
  const others = commands.filter(({ ref }) => ref !== own).map(({ ref }) => shortName(ref));
  if (others.length === 0) return null;
  const more = others.length > MAX_NAMED ? ` and ${others.length - MAX_NAMED} more` : '';
  return `only ${branch} may be pushed, not ${others.slice(0, MAX_NAMED).join(', ')}${more}`;
}

/**
 * The answer that makes git show `remote: commander: <reason>` and mark every ref as refused
 * (gitprotocol-pack, "Report Status"); null when the client cannot be told that way.
 */
export function renderRefusal(
  reason: string,
  commands: readonly PushCommand[],
  capabilities: readonly string[],
): Buffer | null {
  if (!capabilities.some((name) => name === 'report-status' || name === 'report-status-v2')) return null;
  const lines = ['unpack ok\n', ...commands.map(({ ref }) => `ng ${ref} ${reason}\n`)].map(pktLine);
  const report = Buffer.concat([...lines, FLUSH]);
  if (!capabilities.includes('side-band-64k')) return report;
  return Buffer.concat([sideband(2, Buffer.from(`commander: ${reason}\n`)), sideband(1, report), FLUSH]);
}

function shortName(ref: string): string {
  return shownName(ref.replace(/^refs\/heads\//, '').replace(/^refs\/(?=tags\/)/, ''));
}
