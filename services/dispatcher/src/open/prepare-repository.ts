import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createQuarantine, type Mirror, type Quarantine, syncMirror } from '@opencode-commander/broker';
import { aroundEffect } from '../failpoints/around-effect.ts';
import type { Run } from '../run.ts';
import { mirrorDirectory, quarantineDirectory } from './directories.ts';
import { findStart } from './find-start.ts';
import { findTarget, type Target } from './find-target.ts';
import type { Holdings } from './holdings.ts';
import { type Resumed, resumePushed } from './resume-pushed.ts';

/** A task's repository on this host: what the agent may fetch, and where its pushes wait to be judged. */
export type PreparedRepository = Target &
  Resumed & {
    mirror: Mirror;
    quarantine: Quarantine;
    /** `owner/name` by which the sandbox knows it: what is renamed later keeps it there. */
    servedAs: string;
  };

/** Brings the host's mirror up to date and makes the run's quarantine from it, with what earlier runs pushed on this host. */
export async function prepareRepository(run: Run, holdings: Holdings): Promise<PreparedRepository> {
  const target = await findTarget(run);
  const mirror = await updateMirror(run, target);
  const start = await findStart(run, mirror, target);
  const quarantine = await openQuarantine(run, { mirror, target, holdings });
  const resumed = await resumePushed(run, { quarantine, start });
  await run.patch({ baseSha: resumed.baseSha });
  return { ...target, ...resumed, mirror, quarantine, servedAs: target.fullName };
}

async function updateMirror({ context, task, signal }: Run, { fullName }: Target): Promise<Mirror> {
  const { config, github, environment } = context;
  const directory = mirrorDirectory(config, task.source);
  const request = { directory, remote: await github.gitRemote(fullName), environment, signal };
  return aroundEffect(context, 'git.sync_mirror', () => syncMirror(request));
}

async function openQuarantine(
  { context, task }: Run,
  { mirror, target, holdings }: { mirror: Mirror; target: Target; holdings: Holdings },
): Promise<Quarantine> {
  const { config, environment } = context;
  const directory = quarantineDirectory(config, { taskId: task.id, epoch: task.epoch });
  await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  holdings.holdQuarantine(directory);
  const request = {
    mirror,
    directory,
    branch: task.branch,
    baseBranch: target.baseBranch,
    maxPushBytes: config.containers.maxPushBytes,
    environment,
  };
  return aroundEffect(context, 'git.create_quarantine', () => createQuarantine(request));
}
