import { readFile } from 'node:fs/promises';
import { OPERATION_NAMES, OPERATIONS } from '@opencode-commander/control';
import { createRedactor, ReleaseStack } from '@opencode-commander/service';
import { COMMAND_WORDS } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { createCli } from '../../src/create-cli.ts';
import { createProgram } from '../../src/program.ts';
import { commandOperation } from '../../src/reference/command-operation.ts';
import { COMMENT_OPERATIONS } from '../../src/reference/comment-operations.ts';
import { controlReference } from '../../src/reference/control-reference.ts';
import { listCommands } from '../../src/reference/list-commands.ts';

const scope = {
  signal: new AbortController().signal,
  stack: new ReleaseStack(),
  redactor: createRedactor(),
};
const program = createProgram(createCli(scope, { process, home: '/nowhere' }));

it('docs/control.md is as the ways in have it: if not, run packages/cli/src/reference/main.ts', async () => {
  const path = new URL('../../../../docs/control.md', import.meta.url);
  expect(await readFile(path, 'utf8')).toBe(controlReference(program));
});

it('knows of every command of the program whether it asks for an operation', () => {
  const others = listCommands(program).filter((command) => commandOperation(command) === null);
  expect(others).toEqual(['attach', 'up', 'mcp serve', 'mcp config', 'demo', 'completion']);
});

it('knows every word that a comment may say', () => {
  expect(Object.keys(COMMENT_OPERATIONS)).toEqual(expect.arrayContaining([...COMMAND_WORDS]));
});

it('shows every operation, with a command of its own where there is one', () => {
  const text = controlReference(program);
  for (const name of OPERATION_NAMES) expect(text).toContain(`| \`${name}\` | ${OPERATIONS[name].title}`);
  expect(text).toContain('`commander run`, `commander enqueue` | `POST /api/dispatch` | – |');
  expect(text).toContain(
    '| `queue.cancel` | Stop a task, *final* | `commander_queue`, action `cancel` | `commander queue cancel` | `POST /api/queue/cancel` | `/commander stop` |',
  );
});
