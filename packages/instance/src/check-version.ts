import { AgentError, type OpencodeConnection, RefusedCallError } from '@opencode-commander/agent';
import { z } from 'zod';
import { InstanceError } from './instance-error.ts';

/** The oldest opencode whose API is the one that is spoken here. */
const OLDEST = [1, 18] as const;

const healthSchema = z.object({
  healthy: z.literal(true),
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.[\w.+-]{1,40}$/),
});

/** The version of the instance's opencode. Throws AgentError, and InstanceError when it is no opencode or too old. */
export async function checkVersion(connection: OpencodeConnection, name: string): Promise<string> {
  const version = await readVersion(connection, name);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return version;
  const message = `${name} runs opencode ${version}: it needs ${OLDEST.join('.')} or newer`;
  throw new InstanceError(message, { kind: 'unfit' });
}

async function readVersion(connection: OpencodeConnection, name: string): Promise<string> {
  try {
    const health = await connection.call({
      what: 'say that it is healthy',
      schema: healthSchema,
      send: (client, options) => client.global.health(options),
    });
    return health.version;
  } catch (error) {
    if (!isSomethingElse(error)) throw error;
    const message = `${name} answers, but not as opencode ${OLDEST.join('.')} or newer does: check its url and what runs there`;
    throw new InstanceError(message, { kind: 'unfit', cause: error });
  }
}

/** It answered: neither is it away nor does it want a password. */
function isSomethingElse(error: unknown): boolean {
  if (error instanceof RefusedCallError) return error.status !== 401 && error.status < 500;
  return error instanceof AgentError && error.kind !== 'container';
}
