import type { Command } from 'commander';

/** The names of all commands of a program that do something for people, such as `status` and `outbox list`. */
export function listCommands(program: Command): string[] {
  const visible = program
    .createHelp()
    .visibleCommands(program)
    .filter((one) => one.name() !== 'help');
  return visible.flatMap((command) => {
    const beneath = listCommands(command).map((name) => `${command.name()} ${name}`);
    return beneath.length === 0 ? [command.name()] : beneath;
  });
}
