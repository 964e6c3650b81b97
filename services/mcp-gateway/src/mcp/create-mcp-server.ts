import { readFileSync } from 'node:fs';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { DispatchControl } from '@opencode-commander/control';
import type { Logger } from '@opencode-commander/service';
import { z } from 'zod';
import { addDispatchTool } from './dispatch-tool.ts';
import { addStatusTool } from './status-tool.ts';

export type McpContext = { control: DispatchControl; log: Logger };

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));

const INSTRUCTIONS =
  'opencode-commander gives GitHub issues to coding agents, each in a container of its own, and opens pull requests with their work. ' +
  'Dispatch an issue with commander_dispatch, then follow it with commander_status.';

/** An MCP server for one request: one that is shared answers one client with what another asked (CVE-2026-25536). */
export function createMcpServer(context: McpContext): McpServer {
  const server = new McpServer({ name: 'opencode-commander', version }, { instructions: INSTRUCTIONS });
  addStatusTool(server, context);
  addDispatchTool(server, context);
  return server;
}
