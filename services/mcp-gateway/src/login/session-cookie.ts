import type { FastifyRequest } from 'fastify';
import { SESSION_SECONDS } from './sessions.ts';

const NAME = 'commander_session';
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/** The session a browser comes with; '' for none. */
export function sessionOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1) ?? '';
}

/** Has a browser keep a session. */
export function keepSession(value: string): string {
  return `${NAME}=${value}; ${ATTRIBUTES}; Max-Age=${SESSION_SECONDS}`;
}

/** Has a browser forget its session. */
export const FORGET_SESSION = `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;
