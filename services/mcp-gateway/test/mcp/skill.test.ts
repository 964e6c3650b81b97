// The skill for agents is true of the tools: every call that it shows is one that its tool takes.
import { readFile } from 'node:fs/promises';
import { OPERATIONS } from '@opencode-commander/control';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { toolDefinition } from '../../src/mcp/tool-definition.ts';
import { TOOLS } from '../../src/mcp/tools.ts';

const path = new URL('../../../../skills/opencode-commander/SKILL.md', import.meta.url);
const skill = await readFile(path, 'utf8');

const argumentsSchema = z.looseObject({ action: z.string().optional() });
const calls = [...skill.matchAll(/\b(commander_\w+) (\{.*?\})(?=`|$)/gm)].map(([, name = '', json = '']) => ({
  name,
  json,
}));

it.each(calls)('$name $json', ({ name, json }) => {
  const tool = TOOLS.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`there is no tool ${name}`);
  const { action, ...input } = argumentsSchema.parse(JSON.parse(json));
  expect(toolDefinition(tool).inputSchema.safeParse(JSON.parse(json)).error).toBeUndefined();
  const offer = 'offer' in tool ? tool.offer : tool.actions[action ?? ''];
  if (offer === undefined) throw new Error(`${name} has no action ${action}`);
  const operation: { input: z.ZodType } = OPERATIONS[offer.operation];
  expect(operation.input.safeParse(input).error).toBeUndefined();
});

it('names only tools that there are, and shows calls of most', () => {
  const named = new Set(skill.match(/\bcommander_\w+/g));
  const names = TOOLS.map(({ name }) => name);
  expect([...named].filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(calls.map(({ name }) => name)).size).toBeGreaterThan(TOOLS.length / 2);
});
