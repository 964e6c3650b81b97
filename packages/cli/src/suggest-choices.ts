import { nearestWord } from '@opencode-commander/task';
import { type Command, InvalidArgumentError } from 'commander';

/** Has every option and argument that takes one of several words say which was likely meant by another. */
export function suggestChoices(command: Command): void {
  for (const declared of [...command.options, ...command.registeredArguments]) {
    const { argChoices, parseArg } = declared;
    if (argChoices === undefined || parseArg === undefined) continue;
    declared.argParser((word: string, previous: unknown) => {
      requireChoice(word, argChoices);
      // Of several words it collects all.
      return parseArg(word, previous);
    });
  }
  command.commands.forEach(suggestChoices);
}

function requireChoice(word: string, choices: readonly string[]): void {
  if (choices.includes(word)) return;
  const meant = nearestWord(word, choices) ?? beginningWith(word, choices);
  const hint = meant === null ? '' : ` (Did you mean ${meant}?)`;
  throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${hint}`);
}

function beginningWith(word: string, choices: readonly string[]): string | null {
  return (word !== '' && choices.find((choice) => choice.startsWith(word))) || null;
}
