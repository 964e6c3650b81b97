import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import { OPERATIONS, type Operation } from '@opencode-commander/control';
import { z } from 'zod';
import { followInput } from './follow-logs.ts';
import { mergeShapes } from './merge-shapes.ts';
import type { Tool } from './tool.ts';

/** A tool as it is told to clients. */
export type ToolDefinition = {
  title: string;
  description: string;
  inputSchema: z.ZodObject;
  outputSchema: z.ZodObject;
  annotations: ToolAnnotations;
};

/** What a tool says of itself, all of it from its operations. */
export function toolDefinition(tool: Tool): ToolDefinition {
  if ('offer' in tool) {
    const operation: Operation = OPERATIONS[tool.offer.operation];
    const { title, description, input, output } = operation;
    const inputSchema = ('follows' in tool ? input.extend(followInput) : input).strict();
    return { title, description, inputSchema, outputSchema: output, annotations: annotationsOf([operation]) };
  }
  const actions = Object.entries(tool.actions);
  const operations = actions.map(([, { operation }]): Operation => OPERATIONS[operation]);
  const lines = actions.map(([action, { operation }]) => `- ${action}: ${OPERATIONS[operation].description}`);
  const names = actions.map(([name]) => name);
  const action = z.enum(names).optional().describe(`What to do; ${names[0]} unless it is given`);
  return {
    title: tool.title,
    description: [tool.description, ...lines].join('\n'),
    inputSchema: z.strictObject({ action, ...mergeShapes(operations.map(({ input }) => input)) }),
    outputSchema: z.object(mergeShapes(operations.map(({ output }) => output))),
    annotations: annotationsOf(operations),
  };
}

/** A tool is as harmless as the worst it can do. */
function annotationsOf(operations: readonly Operation[]): ToolAnnotations {
  const openWorldHint = operations.some(
    ({ asksGitHub, asksInstances = false }) => asksGitHub || asksInstances,
  );
  if (operations.every(({ effect }) => effect === 'reads')) return { readOnlyHint: true, openWorldHint };
  return {
    readOnlyHint: false,
    destructiveHint: operations.some(({ effect }) => effect === 'destroys'),
    idempotentHint: operations.every(({ repeatable }) => repeatable),
    openWorldHint,
  };
}
