import type { Command } from 'commander';

/** The names of all commands of a program that do something, such as `status` and `outbox list`. */
export function listCommands(program: Command): string[] {
  return program.commands.flatMap((command) => {
    const beneath = listCommands(command).map((name) => `${command.name()} ${name}`);
    return beneath.length === 0 ? [command.name()] : beneath;
  });
}
