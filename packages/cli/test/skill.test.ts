import { readFile } from 'node:fs/promises';
import { OPERATION_NAMES } from '@opencode-commander/control';
import { offerOf } from '@opencode-commander/mcp-gateway';
import { createRedactor, ReleaseStack } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { createCli } from '../src/create-cli.ts';
import { createProgram } from '../src/program.ts';
import { listCommands } from '../src/reference/list-commands.ts';

const NAME = 'opencode-commander';
const skill = await readFile(new URL(`../../../skills/${NAME}/SKILL.md`, import.meta.url), 'utf8');

it('has the front matter that opencode and Claude Code read', () => {
  const [, name, description = ''] = /^---\nname: (.+)\ndescription: (.+)\n---\n/.exec(skill) ?? [];
  expect(name).toBe(NAME);
  expect(description.length).toBeGreaterThan(100);
  expect(description.length).toBeLessThanOrEqual(1024);
  // What YAML would read as something else than text.
  expect(description).not.toMatch(/: | #|^["'[{]/);
});

it('names tools and commands that there are', () => {
  const tools = new Set(OPERATION_NAMES.map((name) => offerOf(name)?.tool));
  const named = skill.match(/commander_\w+/g) ?? [];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((tool) => !tools.has(tool))).toEqual([]);

  const scope = {
    signal: new AbortController().signal,
    stack: new ReleaseStack(),
    redactor: createRedactor(),
  };
  const commands = listCommands(createProgram(createCli(scope, { process, home: '/nowhere' })));
  const words = [...skill.matchAll(/`commander ([a-z]+)/g)].map(([, word]) => word ?? '');
  expect(words.length).toBeGreaterThan(5);
  expect(words.filter((word) => !commands.some((command) => command.split(' ')[0] === word))).toEqual([]);
});
