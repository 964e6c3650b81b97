import type { IncomingMessage } from 'node:http';

// A client hears an answer only when it has sent its request; one that never ends is cut off here.
const MAX_DROPPED_BYTES = 256 * 1024 * 1024;

export type Body = { status: 'read'; bytes: Buffer } | { status: 'too_large' } | { status: 'busy' };

export type BodyReader = {
  /** Reads a request's body; it counts as held until `release` is called with it. */
  read(request: IncomingMessage): Promise<Body>;
  release(body: Body): void;
};

export type BodyLimits = {
  /** Of one body. */
  maxBytes: number;
  /** Of all bodies at once. */
  maxHeldBytes: number;
};

/** Reads bodies within the limits; reads and drops what is more. */
export function createBodyReader({ maxBytes, maxHeldBytes }: BodyLimits): BodyReader {
  const judge = (size: number, all: number): Body['status'] => {
    if (size > maxBytes) return 'too_large';
    return all > maxHeldBytes ? 'busy' : 'read';
  };
  let held = 0;
  const read = async (request: IncomingMessage): Promise<Body> => {
    let chunks: Buffer[] = [];
    let kept = 0;
    let seen = 0;
    let status: Body['status'] = 'read';
    try {
      const parts: AsyncIterable<Buffer> = request;
      for await (const chunk of parts) {
        seen += chunk.length;
        if (seen > MAX_DROPPED_BYTES) request.destroy();
        if (status === 'read') status = judge(kept + chunk.length, held + chunk.length);
        if (status !== 'read') {
          held -= kept;
          kept = 0;
          chunks = [];
          continue;
        }
        kept += chunk.length;
        held += chunk.length;
        chunks.push(chunk);
      }
    } catch (error) {
      held -= kept;
      throw error;
    }
    return status === 'read' ? { status, bytes: Buffer.concat(chunks) } : { status };
  };
  const release = (body: Body) => {
    if (body.status === 'read') held -= body.bytes.length;
  };
  return { read, release };
}
