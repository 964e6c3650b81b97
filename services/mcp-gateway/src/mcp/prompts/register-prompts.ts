import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { GetPromptResult } from '@modelcontextprotocol/sdk/types.js';
import type { ControlClient } from '@opencode-commander/control';
import type { Logger } from '@opencode-commander/service';
import { z } from 'zod';
import { completeTaskId } from '../complete-task-id.ts';
import { orMcpError } from '../or-mcp-error.ts';
import { triageQueue } from './triage-queue.ts';
import { waitingQuestions } from './waiting-questions.ts';
import { whyFailed } from './why-failed.ts';

type Context = { client: ControlClient; log: Logger };

/** Offers the common jobs as prompts: each with what is known now, and how to go on. */
export function registerPrompts(server: McpServer, { client, log }: Context): void {
  const prompt = (text: () => Promise<string>) =>
    orMcpError({ log, what: 'a prompt' }, async () => asked(await text()));
  server.registerPrompt(
    'triage_queue',
    {
      title: 'Triage my queue',
      description: 'What waits, in which order it should run, and what should not',
    },
    () => prompt(() => triageQueue(client)),
  );
  server.registerPrompt(
    'why_failed',
    {
      title: 'Why did this fail?',
      description: 'What went wrong with a task, and what to do about it',
      argsSchema: {
        task: completable(z.string().describe("The task's id"), completeTaskId({ client, log })),
      },
    },
    ({ task }) => prompt(() => whyFailed(client, task)),
  );
  server.registerPrompt(
    'waiting_for_me',
    { title: 'What waits for me?', description: 'The questions of agents that wait for an answer' },
    () => prompt(() => waitingQuestions(client)),
  );
}

function asked(text: string): GetPromptResult {
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}
