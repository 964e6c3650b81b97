import { readPacket } from './pkt-line.ts';

/** One ref that a push wants to create, move or delete. */
export type PushCommand = { ref: string; deletes: boolean };

export type PushHead =
  | { status: 'complete'; commands: readonly PushCommand[]; capabilities: readonly string[] }
  | { status: 'more' | 'malformed' };

const COMMAND = /^([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) (.+)$/s;
const SHALLOW = /^shallow [0-9a-f]{40,64}$/;

/**
 * Reads the commands at the head of a `git-receive-pack` request (gitprotocol-pack, "Reference Update Request"):
 * `old new ref`, the first with its capabilities after a NUL, up to a flush. Signed pushes are malformed here.
 */
export function parsePushCommands(bytes: Buffer): PushHead {
  const commands: PushCommand[] = [];
  let capabilities: string[] = [];
  for (let start = 0; ; ) {
    const packet = readPacket(bytes, start);
    if (packet === 'more' || packet === 'malformed') return { status: packet };
    if (packet.payload === null) return { status: 'complete', commands, capabilities };
    start = packet.next;
    const [line = '', offered = ''] = packet.payload.toString('utf8').split('\0');
    if (SHALLOW.test(line.trimEnd())) continue;
    const [, , newId, ref] = COMMAND.exec(line.replace(/\n$/, '')) ?? [];
    if (newId === undefined || ref === undefined) return { status: 'malformed' };
    if (commands.length === 0) capabilities = offered.trim().split(' ');
    commands.push({ ref, deletes: /^0+$/.test(newId) });
  }
}
