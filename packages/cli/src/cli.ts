import type { Readable, Writable } from 'node:stream';
import type { Config, Configuration } from '@opencode-commander/config';
import type { Logger, Scope } from '@opencode-commander/service';
import type { Screen } from './screen.ts';

export type Starting = {
  /** Makes what is not there yet: directories, keys, a redis-server; true unless given. */
  start?: boolean;
};

/** What every command gets: the process around it, as far as commands may touch it. */
export type Cli = {
  scope: Scope;
  env: Readonly<Record<string, string | undefined>>;
  /** The person at the terminal, as the host knows them; empty where it does not. */
  user: string;
  /** Whether standard output and standard error are terminals, and how much room there is at this moment: any where it is none. */
  readonly terminal: {
    readonly stdout: boolean;
    readonly stderr: boolean;
    readonly columns: number;
    readonly rows: number;
  };
  /** This process's own, for a protocol that is spoken on them instead of printed. */
  streams: { stdin: Readable; stdout: Writable };
  now(): Date;
  /** Data: a line on standard output. */
  print(line: string): void;
  /** Progress: a line on standard error, without any secret. */
  say(line: string): void;
  /** The same, secrets and all: for the address that logs a person in. */
  show(line: string): void;
  /** All of standard input. */
  input(): Promise<string>;
  /** Asks the person at the terminal; null where nobody is. */
  confirm(question: string): Promise<boolean | null>;
  /** All that stands on standard input. Throws UsageError for more than a megabyte. */
  readInput(): Promise<string>;
  /** All of the terminal that standard output is, until the command ends; null where it is none. */
  openScreen(): Screen | null;
  /** Has commands ask the gateway at this address; for `--url`, before anything else. */
  useUrl(url: string): void;
  /** The address of a gateway far away, by `--url` or COMMANDER_URL; null when commands work on this host. */
  url(): string | null;
  /** Has `config` read this file; for `--config`, before anything else. */
  useConfigFile(file: string): void;
  /** Reads commander.toml (the one that was named, or is found) and the environment, once. Throws ConfigError. */
  configuration(starting?: Starting): Promise<Configuration>;
  /** The same as values. */
  config(): Promise<Config>;
  /** A logger to standard error; of the level in the configuration unless another is given. */
  logger(config: Config, options?: { level?: string }): Logger;
};
