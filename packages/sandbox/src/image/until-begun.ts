import type { Readable } from 'node:stream';

/** Resolves when the stream has something to read, or will have nothing any more. */
export function untilBegun(stream: Readable): Promise<void> {
  if (stream.readableLength > 0 || stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const decide = () => {
      stream.off('readable', decide).off('close', decide);
      resolve();
    };
    stream.on('readable', decide).on('close', decide);
  });
}
