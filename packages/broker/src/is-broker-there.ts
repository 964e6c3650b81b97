import { once } from 'node:events';
import { connect } from 'node:net';

/** Whether a process, which may be frozen, still holds the socket of a broker: connections to it are not cut. */
export async function isBrokerThere(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    if (GONE.includes(codeOf(error))) return false;
    throw error;
  } finally {
    socket.destroy();
  }
}

const GONE: readonly unknown[] = ['ENOENT', 'ECONNREFUSED'];

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
