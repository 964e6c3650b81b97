import { readFile } from 'node:fs/promises';
import { createRedactor, ReleaseStack } from '@opencode-commander/service';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createCli } from '../src/create-cli.ts';
import { createProgram } from '../src/program.ts';

const NAME = 'opencode-commander';
const skill = await readFile(new URL(`../../../skills/${NAME}/SKILL.md`, import.meta.url), 'utf8');

it('has the front matter that opencode and Claude Code read, and is short', () => {
  const [, name, description = ''] = /^---\nname: (.+)\ndescription: (.+)\n---\n/.exec(skill) ?? [];
  expect(name).toBe(NAME);
  expect(description.length).toBeGreaterThan(100);
  expect(description.length).toBeLessThanOrEqual(1024);
  // What YAML would read as something else than text.
  expect(description).not.toMatch(/: | #|^["'[{]/);
  expect(skill.split('\n').length).toBeLessThanOrEqual(150);
});

const scope = { signal: new AbortController().signal, stack: new ReleaseStack(), redactor: createRedactor() };
const program = createProgram(createCli(scope, { process, home: '/nowhere' }));

const inCode = [...skill.matchAll(/`commander ([^`\n]+)`/g)];
const inBlocks = [...skill.matchAll(/^(?:timeout \d+ )?commander (.+)$/gm)];
const lines = new Set([...inCode, ...inBlocks].map(([, line = '']) => line));

it.each([...lines])('commander %s', (line) => {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const { command, rest } = find(program, words);
  const { operands, unknown } = command.parseOptions(rest);
  expect(unknown).toEqual([]);
  const takes = command.registeredArguments;
  // Named alone, as a command is when its options are not the point, it needs none.
  const needed = rest.length === 0 ? 0 : takes.filter(({ required }) => required).length;
  expect(operands.length).toBeGreaterThanOrEqual(needed);
  if (!takes.at(-1)?.variadic) expect(operands.length).toBeLessThanOrEqual(takes.length);
});

it('shows a command for most of what it teaches', () => expect(lines.size).toBeGreaterThan(25));

/** The command that the first words name, and the words behind them. Fails where they name none. */
function find(
  parent: Command,
  [word = '', ...rest]: readonly string[],
): { command: Command; rest: string[] } {
  const command = parent.commands.find((one) => one.name() === word);
  if (command === undefined) throw new Error(`${parent.name()} has no command ${word}`);
  const [next] = rest;
  const deeper = command.commands.some((one) => one.name() === next);
  return deeper ? find(command, rest) : { command, rest };
}
