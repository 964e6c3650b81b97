import type { IncomingMessage } from 'node:http';

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const MAX_HELD_BYTES = 192 * 1024 * 1024;
// A client hears an answer only when it has sent its request; one that never ends is cut off here.
const MAX_DROPPED_BYTES = 256 * 1024 * 1024;

type Body = { status: 'read'; bytes: Buffer } | { status: 'too_large' } | { status: 'busy' };

export type BodyReader = {
  /** Reads a request's body; it counts as held until `release` is called with it. */
  read(request: IncomingMessage): Promise<Body>;
  release(body: Body): void;
};

/** Reads bodies of at most 64 MiB, and at most 192 MiB of them at once; reads and drops what is more. */
export function createBodyReader(): BodyReader {
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

function judge(size: number, all: number): Body['status'] {
  if (size > MAX_BODY_BYTES) return 'too_large';
  return all > MAX_HELD_BYTES ? 'busy' : 'read';
}
