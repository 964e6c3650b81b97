import { taskViewSchema } from '@opencode-commander/control';
import { expect, it } from 'vitest';
import { toolDefinition } from '../../src/mcp/tool-definition.ts';
import { toolListing } from '../../src/mcp/tool-listing.ts';
import { TOOLS } from '../../src/mcp/tools.ts';

const listed = TOOLS.map((tool) => toolListing(tool.name, toolDefinition(tool)));

it('is small enough for a client to read at every start', () => {
  for (const tool of listed) expect(JSON.stringify(tool).length, tool.name).toBeLessThan(7_000);
  expect(JSON.stringify(listed).length / listed.length).toBeLessThan(3_000);
});

it('says once what a task looks like', () => {
  const whole = listed.filter((tool) => JSON.stringify(tool.outputSchema).includes('first_model_request_at'));
  expect(whole.map(({ name }) => name)).toEqual(['commander_task']);
  expect(Object.keys(Object(whole[0]?.outputSchema?.properties?.['task'])['properties'])).toEqual(
    Object.keys(taskViewSchema.shape),
  );
});

it('tells beside a running task what its agent does', () => {
  const status = listed.find(({ name }) => name === 'commander_status');
  const running = JSON.stringify(status?.outputSchema?.properties?.['running']);
  expect(running).toContain('tokens_per_minute');
  expect(running).toContain('as commander_task gives it');
});

it('takes nothing that a tool does not know', () => {
  for (const { inputSchema } of listed) expect(inputSchema['additionalProperties']).toBe(false);
});

it('says once what alternatives have in common', () => {
  const sessions = listed.find(({ name }) => name === 'commander_sessions');
  expect(sessions?.inputSchema.properties?.['instance']).toMatchObject({ type: 'string', maxLength: 100 });
  expect(sessions?.inputSchema.properties?.['limit']).toMatchObject({
    anyOf: [{ default: 50 }, { default: 20 }],
  });
});
