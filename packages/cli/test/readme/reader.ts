import { bash, structured, write } from '@opencode-commander/simulators';
import type { Task } from '@opencode-commander/task';
import { expect } from 'vitest';
import type { Rig, Running } from '../rig.ts';

/** Somebody at a terminal who follows the README. */
export type Reader = {
  rig: Rig;
  /** The README. */
  text: string;
  /** What they have for the placeholders: values of variables. */
  has: Readonly<Record<string, string>>;
  /** The environment of their commands, where it differs from the rig's. */
  env: Record<string, string | undefined>;
  /** The issue they named last. */
  issue: string;
  /** What they leave running, and the address it says. */
  up: Running | null;
  gateway: string;
};

const WORK = [
  write('hello.txt', 'hello\n'),
  bash('git add --all && git commit -qm "Say hello" && git push -q origin HEAD'),
  structured({ title: 'Say hello', body: 'It says hello now.', summary: 'Hello is said.' }),
];

/** What a word of the README stands for: a new issue for `owner/repo#12`, the last one's task for `12-a1b2c3`. */
export async function meaning(reader: Reader, word: string): Promise<string> {
  if (word === '12-a1b2c3') return (await taskOf(reader)).id;
  if (word !== 'owner/repo#12') return word;
  reader.issue = reader.rig.issue(WORK);
  return reader.issue;
}

/** The task of the issue that was named last. */
export async function taskOf({ rig, issue }: Reader): Promise<Task> {
  const tasks = await rig.store.list();
  const task = tasks.find(({ source }) => `${source.repo}#${source.number}` === issue);
  if (task === undefined) throw new Error(`there is no task of ${issue}`);
  return task;
}

/** Runs a command that must end well; gives the lines it prints. */
export async function succeed({ rig, env }: Reader, args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await rig.call(args, env);
  expect(code, stderr.join('\n')).toBe(0);
  return stdout;
}
