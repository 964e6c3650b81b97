import { PRIORITIES } from '@opencode-commander/task';
import { InvalidArgumentError, Option } from 'commander';

/** `--json`, the same in every command that prints data. */
export const JSON_OPTION = ['--json', 'print JSON and nothing else'] as const;

/** `<task>`, the same in every command that takes one. */
export const TASK_ARGUMENT = ['<task>', 'its id (12-a1b2c3), or its issue as in commander run'] as const;

export function priorityOption(): Option {
  return new Option(
    '--priority <priority>',
    'how urgent it is; by the labels of the issue unless given',
  ).choices(PRIORITIES);
}

/** A whole number that is at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isSafeInteger(number) && number >= least) return number;
    throw new InvalidArgumentError(`It must be a whole number, ${least} or more.`);
  };
}
