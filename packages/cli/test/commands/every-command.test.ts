import { createRedactor, ReleaseStack } from '@opencode-commander/service';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCli } from '../../src/create-cli.ts';
import { createProgram } from '../../src/program.ts';
import { listCommands } from '../../src/reference/list-commands.ts';
import { createRig, errorsOf, type Rig } from '../rig.ts';

const scope = { signal: new AbortController().signal, stack: new ReleaseStack(), redactor: createRedactor() };
const program = createProgram(createCli(scope, { process, home: '/nowhere' }));
const commands = listCommands(program).map((name) => ({ name, command: find(name) }));

function find(name: string): Command {
  return name.split(' ').reduce((command, word) => {
    const inner = command.commands.find((one) => one.name() === word);
    if (inner === undefined) throw new Error(`there is no ${name}`);
    return inner;
  }, program);
}

/** What runs until it is stopped or left, and what prints something that is for one program only. */
const WITHOUT_DATA = ['up', 'attach', 'mcp serve', 'mcp config', 'completion'];

/** Commands that are called by the name of their group as well. */
const DEFAULTS = new Map([
  ['queue list', 'queue'],
  ['outbox list', 'outbox'],
  ['repos list', 'repos'],
  ['session list', 'session'],
  ['mcp serve', 'mcp'],
]);

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

it.each(['', 'config', 'outbox', 'queue', 'repos', 'session'])(
  'commander %s --help fits 80 columns',
  async (group) => {
    const { stdout } = await rig.call([...group.split(' ').filter(Boolean), '--help']);
    expect(stdout.filter((line) => line.length > 80)).toEqual([]);
  },
);

describe.each(commands)('commander $name', ({ name, command }) => {
  it('explains itself, with examples of its own', async () => {
    const { code, stdout } = await rig.call([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(command.description()).not.toBe('');
    const examples = stdout.slice(stdout.indexOf('Examples:') + 1);
    expect(stdout).toContain('Examples:');
    expect(examples).not.toEqual([]);
    for (const example of examples) expect(example).toContain(`commander ${DEFAULTS.get(name) ?? name}`);
    for (const line of stdout) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('prints JSON if it prints data', () => {
    const hasJson = command.options.some(({ long }) => long === '--json');
    expect(hasJson).toBe(!WITHOUT_DATA.includes(name));
  });
});

/** Every command that shows something and needs nothing to be there. */
const SHOWN = [
  'status',
  'history',
  'queue',
  'queue list',
  'pauses',
  'cost',
  'outbox',
  'outbox list',
  'outbox replay --all',
  'repos',
  'repos list',
  'session',
];

it.each(SHOWN)('commander %s --json prints JSON and nothing else', async (line) => {
  const { code, stdout, stderr } = await rig.call([...line.split(' '), '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
  expect(JSON.parse(stdout.join('\n'))).toBeTypeOf('object');
});

it.each([
  ['a command', ['statsu'], 'Did you mean status?'],
  [
    'a command of a command',
    ['queue', 'prioritze'],
    "unknown command 'prioritze' (Did you mean prioritize?)",
  ],
  ['an option', ['status', '--jsn'], 'Did you mean --json?'],
  ['a priority', ['queue', 'prioritize', '12-a1b2c3', 'hihg'], 'Did you mean high?'],
  ['the priority of an option', ['run', 'a/b#1', '--priority', 'critcal'], 'Did you mean critical?'],
  ['a choice', ['cost', '--by', 'modle'], 'Did you mean model?'],
])('suggests %s that was likely meant', async (_what, args, hint) => {
  const ended = await rig.call(args);
  expect(ended.code).toBe(4);
  expect(errorsOf(ended)).toEqual([expect.stringContaining(hint)]);
});

it.each([['repos block acme/web'], ['queue cancel']])('%s destroys nothing without a word', async (line) => {
  const issue = rig.issue();
  await rig.enqueue(issue);
  const ended = await rig.call([...line.split(' '), ...(line === 'queue cancel' ? [issue] : [])]);
  expect(ended.code).toBe(4);
  expect(errorsOf(ended)).toEqual([expect.stringContaining('no terminal to ask at: add -y')]);
});
