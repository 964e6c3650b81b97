import { readFile } from 'node:fs/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { z } from 'zod';

const TOKEN_FILE = new URL('../../images/service/demo/secrets/mcp_token', import.meta.url);
const AUTHORIZATION = { authorization: `Bearer ${(await readFile(TOKEN_FILE, 'utf8')).trim()}` };

const foundSchema = z.object({
  task: z.object({ status: z.string(), container_id: z.string().nullable() }),
});

/** The gateway, as somebody outside who has its token sees it. */
export type Gateway = {
  /** What the board answers, with the token or without. */
  board(who: 'known' | 'unknown'): Promise<number>;
  /** What `commander_status` says to a client of MCP. */
  status(): Promise<string>;
  /** The task of an issue, `owner/name#number`. */
  task(issue: string): Promise<z.infer<typeof foundSchema>['task']>;
};

export function gatewayAt(url: string): Gateway {
  return {
    board: async (who) => {
      const headers = who === 'known' ? AUTHORIZATION : {};
      return (await fetch(`${url}/board/api/queues`, { headers })).status;
    },
    status: () => askStatus(url),
    task: async (issue) => {
      const headers = { ...AUTHORIZATION, 'content-type': 'application/json' };
      const body = JSON.stringify({ task: issue });
      const response = await fetch(`${url}/api/tasks/find`, { method: 'POST', headers, body });
      return foundSchema.parse(await response.json()).task;
    },
  };
}

async function askStatus(url: string): Promise<string> {
  const client = new Client({ name: 'outside', version: '1' });
  const requestInit = { headers: AUTHORIZATION };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }));
  const { content } = await client.callTool({ name: 'commander_status', arguments: {} });
  await client.close();
  return JSON.stringify(content);
}
