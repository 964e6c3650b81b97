import { createSessions } from '../../src/login/sessions.ts';

/** The sessions of a gateway with this token, of which none was ended unless it is done here. */
export function signing(token: string, now: () => number) {
  const ids = new Set<string>();
  const ended = { add: async (id: string) => void ids.add(id), has: async (id: string) => ids.has(id) };
  return createSessions({ token, now, ended });
}
