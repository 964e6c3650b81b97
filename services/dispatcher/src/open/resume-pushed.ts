import { readdir } from 'node:fs/promises';
import { GitError, type Quarantine, takeOverBranch } from '@opencode-commander/broker';
import type { Run } from '../run.ts';
import { quarantineDirectory, quarantinesDirectory } from './directories.ts';
import type { Start } from './find-start.ts';
import { parseQuarantineName } from './quarantine-name.ts';

/** Where a run begins. `headSha`: the commit of its checkout, `startSha` or what an earlier run of the task pushed on top. */
export type Resumed = Start & { headSha: string };

type Fresh = { quarantine: Quarantine; start: Start };

/**
 * Brings what an earlier run of the task pushed on this host, and nobody published, into the run's own quarantine. All of it
 * is judged from the commit it was begun at, as if this run had pushed it.
 */
export async function resumePushed(run: Run, { quarantine, start }: Fresh): Promise<Resumed> {
  const { context, task, signal } = run;
  const { environment } = context;
  const from = judgedFrom(start, task.baseSha);
  const since = from.startSha;
  for (const path of await earlierQuarantines(run)) {
    const taking = { quarantine, from: path, since, environment, signal };
    const headSha = await takeOverBranch(taking).catch(notIfBroken(run, path));
    if (headSha === null) continue;
    const message = `goes on from what an earlier run pushed: ${headSha.slice(0, 7)}`;
    await run.note({ type: 'service', level: 'info', message });
    return { ...from, headSha };
  }
  return { ...start, headSha: start.startSha };
}

/** Where nothing is published yet, the base may have moved on since the earlier run began. */
export function judgedFrom(start: Start, baseSha: string | null): Start {
  if (start.publishedSha !== null || baseSha === null) return start;
  return { baseSha, startSha: baseSha, publishedSha: null };
}

/** The latest first. */
async function earlierQuarantines({ context, task }: Run): Promise<string[]> {
  const names = await readdir(quarantinesDirectory(context.config));
  return names
    .map(parseQuarantineName)
    .filter((owner) => owner !== null)
    .filter(({ taskId, epoch }) => taskId === task.id && epoch < task.epoch)
    .sort((a, b) => b.epoch - a.epoch)
    .map((owner) => quarantineDirectory(context.config, owner));
}

/** One that a crash left half made is no reason to fail. */
function notIfBroken({ context, task }: Run, path: string): (err: unknown) => null {
  return (err) => {
    if (!(err instanceof GitError)) throw err;
    context.log.warn({ err, task: task.id }, `nothing can be taken over from ${path}`);
    return null;
  };
}
