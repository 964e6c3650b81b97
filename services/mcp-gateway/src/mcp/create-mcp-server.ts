import { readFileSync } from 'node:fs';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { OperationControl } from '@opencode-commander/control';
import type { Logger } from '@opencode-commander/service';
import { z } from 'zod';
import { callTool } from './call-tool.ts';
import { toolDefinition } from './tool-definition.ts';
import { toolResult } from './tool-result.ts';
import { TOOLS } from './tools.ts';

export type McpContext = { control: Omit<OperationControl, 'by'>; log: Logger };

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));

const INSTRUCTIONS =
  'opencode-commander gives GitHub issues to coding agents, each in a container of its own, and opens pull requests with their work. ' +
  'Dispatch an issue with commander_dispatch, then follow it with commander_status and commander_logs. ' +
  'A task that waits for an answer goes on after commander_answer.';

const DEFINED = TOOLS.map((tool) => ({ tool, definition: toolDefinition(tool) }));

/** An MCP server for one request: one that is shared answers one client with what another asked (CVE-2026-25536). */
export function createMcpServer(context: McpContext): McpServer {
  const server = new McpServer({ name: 'opencode-commander', version }, { instructions: INSTRUCTIONS });
  const control = { ...context.control, by: 'mcp' };
  for (const { tool, definition } of DEFINED)
    server.registerTool(tool.name, definition, (args) =>
      toolResult(context.log, () => callTool(tool, control, args)),
    );
  return server;
}
