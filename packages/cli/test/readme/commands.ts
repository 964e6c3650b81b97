import { branchOf, PULL_REQUEST_LABEL } from '@opencode-commander/task';
import { expect } from 'vitest';
import { REPO } from '../rig.ts';
import { type Reader, succeed, taskOf } from './reader.ts';

type Command = (reader: Reader, args: readonly string[]) => Promise<unknown>;

/** What the README shows of the program: each command is carried out, and does what is said of it. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  doctor,
  run,
  up,
  logs,
  enqueue: (reader, args) => succeed(reader, ['enqueue', ...args]),
  status: (reader, args) => succeed(reader, ['status', ...args]),
  tasks: (reader, args) => succeed(reader, ['tasks', ...args]),
  repos: (reader, args) => succeed(reader, ['repos', ...args]),
  outbox: (reader, args) => succeed(reader, ['outbox', ...args]),
  queue: (reader, args) => succeed(reader, ['queue', ...args]),
  sessions: (reader, args) => succeed(reader, ['sessions', ...args]),
  pauses: (reader, args) => succeed(reader, ['pauses', ...args]),
  cost: (reader, args) => succeed(reader, ['cost', ...args]),
  // Nobody is there to be asked.
  cleanup: (reader, args) => succeed(reader, ['cleanup', '-y', ...args]),
};

async function doctor(reader: Reader, args: readonly string[]): Promise<void> {
  for (const line of await succeed(reader, ['doctor', ...args])) expect(line).toMatch(/^ok /);
}

async function run(reader: Reader, args: readonly string[]): Promise<void> {
  const { rig } = reader;
  const { code, stdout: printed, stderr } = await rig.commander(['run', ...args], reader.env);
  expect(code, stderr.join('\n')).toBe(0);
  const { id, prUrl, source } = await taskOf(reader);
  expect(printed.at(-1)).toBe(prUrl);
  expect(rig.labels(reader.issue)).toEqual(['agent/review']);
  const pull = rig.github.pulls(REPO).find(({ head }) => head === branchOf(id));
  expect(pull).toMatchObject({ title: 'Say hello', labels: [PULL_REQUEST_LABEL.name] });
  expect(pull?.body).toMatch(new RegExp(`^It says hello now\\.\\s+Closes #${source.number}$`, 'm'));
}

/** It stays up for the rest of the README, and takes an issue that nobody names. */
async function up(reader: Reader, args: readonly string[]): Promise<void> {
  const { rig, env } = reader;
  const [repo, topics] = ['acme/watched', ['opencode-commander']];
  await rig.github.addRepository({ owner: 'acme', name: 'watched', topics, files: { 'README.md': '# w\n' } });
  rig.github.addCollaborator({ repo, login: 'bot' });
  const labels = ['agent', 'priority/critical'];
  const { number } = rig.github.fileIssue({ repo, title: 'Leave a note', labels });

  const running = rig.start(['up', ...args], env);
  reader.up = running;
  const pages = new URL((await running.line('Ready. Dashboard: ')).replace('Ready. Dashboard: ', ''));
  expect(pages.pathname).toBe('/');
  reader.gateway = pages.origin;
  expect((await fetch(new URL('/healthz', pages))).status).toBe(200);
  await rig.github.until(() =>
    rig.github.issue(repo, number)?.labels.some((name) => name.startsWith('agent/')),
  );
  const [task] = (await rig.store.list()).filter(({ source }) => source.repo === repo);
  expect(task?.priority).toBe('critical');
}

/** Follows what `up` does with the issue that was named last, to its end. */
async function logs(reader: Reader, args: readonly string[]): Promise<void> {
  expect((await succeed(reader, ['logs', ...args])).at(-1)).toMatch(/completed/);
  expect((await taskOf(reader)).status).toBe('completed');
}
