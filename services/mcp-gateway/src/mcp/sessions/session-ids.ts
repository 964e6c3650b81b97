import { createHmac, randomUUID } from 'node:crypto';
import { sameSecret } from '../../access/same-secret.ts';

/** Where a session lives by its id: at this gateway, or at another one of the same installation, or before this one's start. */
type Origin = 'here' | 'elsewhere';

export type SessionIds = {
  issue(): string;
  /** Null for what no gateway of this installation gave, and for what another one gave more than a day ago. */
  originOf(id: string): Origin | null;
};

const FOREIGN_MS = 24 * 3_600_000;

/**
 * Ids of MCP sessions, `<gateway>.<issued in ms>.<nonce>.<HMAC-SHA256 of all>`, signed with the token that all gateways of an
 * installation share: so one knows the ids of another ([decision 18](docs/decisions/0018-mcp-sessions-live-in-one-gateway.md)).
 */
export function createSessionIds({ token, now }: { token: string; now: () => number }): SessionIds {
  const gateway = randomUUID();
  const sign = (body: string) =>
    createHmac('sha256', token).update(`mcp session\n${body}`).digest('base64url');
  return {
    issue() {
      const body = `${gateway}.${now()}.${randomUUID()}`;
      return `${body}.${sign(body)}`;
    },
    originOf(id) {
      const end = Math.max(id.lastIndexOf('.'), 0);
      const body = id.slice(0, end);
      if (!sameSecret(id.slice(end + 1), sign(body))) return null;
      const [issuer, issued] = body.split('.');
      if (issuer === gateway) return 'here';
      return Number(issued) + FOREIGN_MS > now() ? 'elsewhere' : null;
    },
  };
}
