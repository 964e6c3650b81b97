import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Logger } from '@opencode-commander/service';
import { PatientTransport } from './patient-transport.ts';
import type { SessionIds } from './session-ids.ts';

/** What one client has with this gateway: a server and a transport that nobody else is answered by (CVE-2026-25536). */
export type McpSession = {
  id: string;
  transport: PatientTransport;
  server: McpServer;
  /** Requests and streams under way. */
  open: number;
  /** When the last of them ended, in ms. */
  lastUsed: number;
};

type SessionLimits = {
  /** Sessions at once. */
  max: number;
  /** A session that is not used for so long ends, in ms. */
  idleMs: number;
  /** One that is not used for so long may have to make room for a new client, in ms. */
  yieldMs: number;
};

export type McpSessions = {
  /** A session that begins with its client's first message; null while there are as many as may be. Throws RedisError. */
  begin(): Promise<McpSession | null>;
  /** Null for one that has ended. */
  find(id: string): McpSession | null;
  /** Ends one that its client has not begun. */
  drop(session: McpSession): Promise<void>;
  /** Ends those that nobody uses any more. */
  sweep(): Promise<void>;
  /** Ends all. */
  close(): Promise<void>;
};

type Context = {
  ids: SessionIds;
  limits: SessionLimits;
  /** A server for one client; the signal aborts when it has gone. */
  createServer: (signal: AbortSignal) => Promise<McpServer>;
  now: () => number;
  log: Logger;
};

/** The sessions of a gateway, in its memory: they end with it. */
export function createMcpSessions(context: Context): McpSessions {
  const { limits, now } = context;
  const sessions = new Map<string, McpSession>();
  const isIdleFor = (ms: number) => (session: McpSession) =>
    session.open === 0 && now() - session.lastUsed >= ms;
  const end = async (ended: readonly McpSession[]) => {
    for (const { id } of ended) sessions.delete(id);
    await Promise.all(ended.map(({ server }) => server.close()));
  };
  return {
    async begin() {
      if (sessions.size >= limits.max) await end(longestIdle(sessions, isIdleFor(limits.yieldMs)));
      if (sessions.size >= limits.max) return null;
      const session = await open(context, (id) => void sessions.delete(id));
      sessions.set(session.id, session);
      return session;
    },
    find(id) {
      const session = sessions.get(id);
      return session === undefined || isIdleFor(limits.idleMs)(session) ? null : session;
    },
    drop: (session) => end([session]),
    sweep: () => end([...sessions.values()].filter(isIdleFor(limits.idleMs))),
    close: () => end([...sessions.values()]),
  };
}

function longestIdle(
  sessions: ReadonlyMap<string, McpSession>,
  mayGo: (session: McpSession) => boolean,
): McpSession[] {
  const idle = [...sessions.values()].filter(mayGo);
  return idle.sort((one, other) => one.lastUsed - other.lastUsed).slice(0, 1);
}

async function open(
  { ids, createServer, now, log }: Context,
  onEnd: (id: string) => void,
): Promise<McpSession> {
  const id = ids.issue();
  const ended = new AbortController();
  const transport = new PatientTransport({ sessionIdGenerator: () => id });
  transport.onclose = () => {
    onEnd(id);
    ended.abort();
  };
  const server = await createServer(ended.signal);
  server.server.onerror = (error) => log.debug({ err: error }, 'an MCP client or its connection failed');
  await server.connect(transport);
  return { id, transport, server, open: 0, lastUsed: now() };
}
