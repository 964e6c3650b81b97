import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import { runningTaskSchema, taskViewSchema } from '@opencode-commander/control';
import { z } from 'zod';
import { describeOnce } from './describe-once.ts';
import type { ToolDefinition } from './tool-definition.ts';

/** The tool whose listing says what a task looks like; those of the others point there. */
const TASK_TOOL = 'commander_task';
const TASKS: readonly z.core.$ZodType[] = [taskViewSchema, runningTaskSchema];

/**
 * A tool in the words of tools/list. Clients read all of them at once, so that what says nothing is left out, and what a task
 * looks like stands there once; what a tool gives is held to its whole schema all the same.
 */
export function toolListing(name: string, { inputSchema, outputSchema, ...told }: ToolDefinition): Tool {
  const input = z.toJSONSchema(inputSchema, { io: 'input', override: shorten });
  const output = z.toJSONSchema(outputSchema, {
    io: 'output',
    override(found) {
      shorten(found);
      if (found.jsonSchema.additionalProperties === false) delete found.jsonSchema.additionalProperties;
      if (name !== TASK_TOOL && TASKS.includes(found.zodSchema)) pointToTask(found.jsonSchema);
    },
  });
  const given = objectSchema.parse(output);
  return {
    ...{ name, ...told, inputSchema: objectSchema.parse(input) },
    outputSchema: given.properties ? { ...given, properties: describeOnce(given.properties) } : given,
  };
}

const objectSchema = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
});

type Json = z.core.JSONSchema.BaseSchema;

/** Leaves out the bounds of what JSON can count, the pattern of what has a format, and alternatives that are the same. */
function shorten({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.anyOf) chooseOnce(jsonSchema, jsonSchema.anyOf);
}

function chooseOnce(jsonSchema: Json, alternatives: readonly Json[]): void {
  const flat = alternatives.flatMap((each) =>
    Object.keys(each).join() === 'anyOf' ? (each.anyOf ?? []) : [each],
  );
  const different = [...new Map(flat.map((each) => [JSON.stringify(each), each])).values()];
  if (different.length > 1) jsonSchema.anyOf = different;
  else {
    delete jsonSchema.anyOf;
    Object.assign(jsonSchema, { ...different[0], ...jsonSchema });
  }
}

/** What is told beside the task stays. */
function pointToTask(jsonSchema: Json): void {
  const told = Object.entries(jsonSchema.properties ?? {});
  const beside = Object.fromEntries(told.filter(([field]) => !Object.hasOwn(taskViewSchema.shape, field)));
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  Object.assign(jsonSchema, {
    type: 'object',
    description: `A task, as ${TASK_TOOL} gives it`,
    properties: { id: { type: 'string' }, status: { type: 'string' }, ...beside },
    required: ['id', 'status', ...Object.keys(beside)],
  });
}
