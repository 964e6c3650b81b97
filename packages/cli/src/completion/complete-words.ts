import type { Argument, Command, Option } from 'commander';

/** A word that may come next, and what it means. */
export type Candidate = { word: string; about: string };

/** What has a name that only what runs can tell. */
export type Named = 'task' | 'key' | 'provider';

export type Completion = {
  candidates: Candidate[];
  /** What may be named here as well. */
  takes: Named | null;
  /** For which command, such as `queue cancel`. */
  command: string;
};

/** What the last of `words` may become, the others being typed before it, without the program's name. */
export function completeWords(program: Command, words: readonly string[]): Completion {
  const typed = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const { command, operands, awaiting } = read(program, typed);
  const name = nameOf(command);
  if (awaiting !== null)
    return { candidates: beginning(current, choicesOf(awaiting)), takes: namedBy(awaiting), command: name };
  if (current.startsWith('-'))
    return { candidates: completeOption(optionsOf(program, command), current), takes: null, command: name };
  const argument = argumentAt(command, operands);
  const names = operands === 0 ? subcommandsOf(command) : [];
  const choices = [...names, ...(argument === null ? [] : choicesOf(argument))];
  const takes = argument === null ? null : namedAt(argument, operands);
  return { candidates: beginning(current, choices), takes, command: name };
}

/** `queue cancel`: without the program's own name. */
function nameOf(command: Command): string {
  if (command.parent === null) return '';
  return `${nameOf(command.parent)} ${command.name()}`.trim();
}

function namedBy({ long, flags }: Option): Named | null {
  if (long === '--provider') return 'provider';
  return flags.endsWith('<task>') ? 'task' : null;
}

function namedAt(argument: Argument, index: number): Named | null {
  const name = argument.name();
  if (name === 'task' || name === 'key') return name;
  return name === 'key value' && index % 2 === 0 ? 'key' : null;
}

type Read = {
  command: Command;
  /** How many arguments of the command were typed already. */
  operands: number;
  /** The option whose value comes next. */
  awaiting: Option | null;
};

/** What the words before the last one say. */
function read(program: Command, typed: readonly string[]): Read {
  const state: Read = { command: program, operands: 0, awaiting: null };
  for (const word of typed) {
    const { command, operands, awaiting } = state;
    const inner = operands === 0 ? command.commands.find((one) => one.name() === word) : undefined;
    if (awaiting !== null) state.awaiting = null;
    else if (word.startsWith('-')) state.awaiting = takesNext(optionsOf(program, command), word);
    else if (inner !== undefined) state.command = inner;
    else state.operands += 1;
  }
  return state;
}

function takesNext(options: readonly Option[], word: string): Option | null {
  const option = options.find(({ long, short }) => word === long || word === short);
  return option?.required ? option : null;
}

/** Those of the program may stand anywhere. */
function optionsOf(program: Command, command: Command): readonly Option[] {
  const own = command.createHelp().visibleOptions(command);
  return command === program ? own : [...own, ...program.options];
}

function completeOption(options: readonly Option[], current: string): Candidate[] {
  const [name = '', value] = current.split(/=(.*)/s);
  if (value === undefined)
    return beginning(
      current,
      options.map(({ long, short, description }) => ({ word: long ?? short ?? '', about: description })),
    );
  const option = options.find(({ long }) => long === name);
  const choices = option === undefined ? [] : choicesOf(option);
  return beginning(
    current,
    choices.map(({ word, about }) => ({ word: `${name}=${word}`, about })),
  );
}

function argumentAt(command: Command, index: number): Argument | null {
  const { registeredArguments: declared } = command;
  const last = declared.at(-1);
  return declared[index] ?? (last?.variadic ? last : null);
}

function subcommandsOf(command: Command): Candidate[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.map((one) => ({ word: one.name(), about: one.description() }));
}

function choicesOf({ argChoices = [] }: { argChoices?: string[] | undefined }): Candidate[] {
  return argChoices.map((word) => ({ word, about: '' }));
}

function beginning(current: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(current));
}
