/** Ends a section of git's wire protocol (gitprotocol-common, "pkt-line"). */
export const FLUSH = Buffer.from('0000');

// A packet has at most 65,520 bytes, its 4 digits of length and a sideband's byte included.
const MAX_PAYLOAD = 65_515;

/** A payload with its length before it. */
export function pktLine(payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
}

/** Data in as many packets as it needs, on sideband 1 (the answer) or 2 (lines that git shows after `remote: `). */
export function sideband(band: 1 | 2, data: Buffer): Buffer {
  const packets: Buffer[] = [];
  for (let start = 0; start < data.length; start += MAX_PAYLOAD) {
    packets.push(pktLine(Buffer.concat([Buffer.of(band), data.subarray(start, start + MAX_PAYLOAD)])));
  }
  return Buffer.concat(packets);
}

/** The packet at `start`: its payload (null for a flush) and where the next begins; `more` bytes are needed, or none help. */
export function readPacket(
  bytes: Buffer,
  start: number,
): { payload: Buffer | null; next: number } | 'more' | 'malformed' {
  if (bytes.length < start + 4) return 'more';
  const digits = bytes.toString('latin1', start, start + 4);
  if (!/^[0-9a-f]{4}$/i.test(digits)) return 'malformed';
  const length = Number.parseInt(digits, 16);
  if (length === 0) return { payload: null, next: start + 4 };
  if (length < 4) return 'malformed';
  const next = start + length;
  return bytes.length < next ? 'more' : { payload: bytes.subarray(start + 4, next), next };
}
