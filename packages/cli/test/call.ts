import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { runProcess } from '@opencode-commander/service';
import { createCli } from '../src/create-cli.ts';
import { runProgram } from '../src/program.ts';
import type { Ended } from './rig.ts';

/** Runs a command in this process, which is many times faster than in one of its own: nobody is at a terminal. */
export async function call(
  args: readonly string[],
  { env, directory }: { env: Readonly<Record<string, string | undefined>>; directory: string },
): Promise<Ended> {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const { getuid, pid, kill, once, off } = process;
  const cwd = () => directory;
  const around = { env: { ...env }, cwd, pid, kill, once, off, ...(getuid && { getuid }), ...streams };
  const events = new EventEmitter();
  const host = Object.assign(events, { exit: () => undefined, stderr: streams.stderr });
  const start: Parameters<typeof runProcess>[0]['start'] = async (scope) => {
    const cli = createCli(scope, { process: around, home: env['HOME'] ?? '/nowhere' });
    await runProgram(cli, ['node', 'commander', ...args]);
  };
  const code = await runProcess({ name: 'commander', host, start });
  return { code, stdout: linesOf(streams.stdout), stderr: linesOf(streams.stderr) };
}

function linesOf(stream: PassThrough): string[] {
  const text = String(stream.read() ?? '');
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
