import { readPacket } from './pkt-line.ts';

/** One ref that a push wants to create, move or delete. */
export type PushCommand = { ref: string; deletes: boolean };

export type PushHead =
  | {
      status: 'complete';
      commands: readonly PushCommand[];
      capabilities: readonly string[];
      /** Bytes up to the pack. */
      length: number;
    }
  | { status: 'more' | 'malformed' };

const COMMAND = /^([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) (.+)$/s;
// A longer one would not fit into the packet that refuses it.
const MAX_REF_LENGTH = 4096;
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
    if (packet.payload === null) return { status: 'complete', commands, capabilities, length: packet.next };
    start = packet.next;
    const [line = '', offered = ''] = packet.payload.toString('utf8').split('\0');
    if (SHALLOW.test(line.trimEnd())) continue;
    const [, , newId, ref] = COMMAND.exec(line.replace(/\n$/, '')) ?? [];
    if (newId === undefined || ref === undefined || ref.length > MAX_REF_LENGTH)
      return { status: 'malformed' };
    if (commands.length === 0) capabilities = offered.trim().split(' ');
    commands.push({ ref, deletes: /^0+$/.test(newId) });
  }
}
