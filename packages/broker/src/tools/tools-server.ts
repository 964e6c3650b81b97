import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type CallToolResult, ListToolsRequestSchema, ToolSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { AgentTools, ToolAnswer } from './agent-tools.ts';
import {
  askHumanInput,
  plainProgress,
  plainQuestion,
  readIssueInput,
  reportProgressInput,
} from './tool-inputs.ts';

export type ToolsServerOptions = {
  tools: AgentTools;
  /** Whether another call may be made now. */
  mayCall: () => boolean;
  /** Something went wrong here that the agent is told without its reason. */
  onError: (error: unknown) => void;
};

const ASK_HUMAN = {
  title: 'Ask people',
  description:
    'Asks the people who follow your task to decide something. It returns at once: ask everything you have to ask, then end your turn. The answer comes as the next message, perhaps in hours.',
  inputSchema: askHumanInput,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
};
const REPORT_PROGRESS = {
  title: 'Report progress',
  description:
    'Shows people the steps of your work, and which of them are done, on the issue. Your todo list is shown unless you use this.',
  inputSchema: reportProgressInput,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
};
const READ_ISSUE = {
  title: 'Read an issue',
  description:
    'Gives the text and the comments of your issue, or of another one of this repository that yours mentions, as they are now.',
  inputSchema: readIssueInput,
  annotations: { readOnlyHint: true, openWorldHint: true },
};
// An agent may ask for the listing as often as it likes: it is made once.
const LISTED = Object.entries({
  ask_human: ASK_HUMAN,
  report_progress: REPORT_PROGRESS,
  read_issue: READ_ISSUE,
}).map(([name, { inputSchema, ...told }]) =>
  ToolSchema.parse({ name, ...told, inputSchema: z.toJSONSchema(inputSchema, { io: 'input' }) }),
);

/** An MCP server for one request: one that is shared answers one client with what another asked (CVE-2026-25536). */
export function createToolsServer(options: ToolsServerOptions): McpServer {
  const { tools } = options;
  const server = new McpServer({ name: 'commander', version: '1' });
  server.registerTool('ask_human', ASK_HUMAN, (input) => {
    const asked = plainQuestion(input);
    return answer(options, () =>
      asked.question === '' ? Promise.resolve(NO_QUESTION) : tools.askHuman(asked),
    );
  });
  server.registerTool('report_progress', REPORT_PROGRESS, (input) =>
    answer(options, () => tools.reportProgress(plainProgress(input))),
  );
  server.registerTool('read_issue', READ_ISSUE, ({ number }) =>
    answer(options, () => tools.readIssue(number ?? null)),
  );
  server.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: LISTED }));
  return server;
}

const NO_QUESTION: ToolAnswer = {
  status: 'refused',
  text: 'The question has no words that people can see. Ask in plain words.',
};
const TOO_OFTEN: ToolAnswer = {
  status: 'refused',
  text: 'You call these tools too often. Go on with your work, and try again in a minute.',
};
const FAILED: ToolAnswer = {
  status: 'refused',
  text: 'Something went wrong in commander. Go on with your work, or try again in a minute.',
};

async function answer(
  { mayCall, onError }: ToolsServerOptions,
  call: () => Promise<ToolAnswer>,
): Promise<CallToolResult> {
  if (!mayCall()) return toResult(TOO_OFTEN);
  try {
    return toResult(await call());
  } catch (error) {
    onError(error);
    return toResult(FAILED);
  }
}

function toResult({ status, text }: ToolAnswer): CallToolResult {
  return { content: [{ type: 'text', text }], ...(status === 'refused' && { isError: true }) };
}
