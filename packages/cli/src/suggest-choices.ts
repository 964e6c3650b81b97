import { nearestWord } from '@opencode-commander/task';
import { type Command, InvalidArgumentError } from 'commander';

/** Has every option and argument that takes one of several words say which was likely meant by another. */
export function suggestChoices(command: Command): void {
  for (const declared of [...command.options, ...command.registeredArguments]) {
    const { argChoices } = declared;
    if (argChoices !== undefined) declared.argParser((word: string) => chosen(word, argChoices));
  }
  command.commands.forEach(suggestChoices);
}

function chosen(word: string, choices: readonly string[]): string {
  if (choices.includes(word)) return word;
  const meant = nearestWord(word, choices);
  const hint = meant === null ? '' : ` (Did you mean ${meant}?)`;
  throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${hint}`);
}
