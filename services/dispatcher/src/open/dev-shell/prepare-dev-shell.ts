import { findFlake } from '@opencode-commander/broker';
import type { NixCacheMount, SandboxSpec } from '@opencode-commander/sandbox';
import { type DevShell, isAgentBranch } from '@opencode-commander/task';
import { repositorySettings } from '../../repository-settings.ts';
import type { Run } from '../../run.ts';
import type { Holdings } from '../holdings.ts';
import type { PreparedRepository } from '../prepare-repository.ts';
import { devShellFailure } from './dev-shell-failure.ts';
import { type Filled, fillNixCache } from './fill-nix-cache.ts';
import { noteComplaint } from './note-complaint.ts';
import { planDevShell } from './plan-dev-shell.ts';

/** How an agent's sandbox is to start, and what it is made from as far as a dev shell goes. */
export type PreparedDevShell =
  | {
      start: 'in_shell';
      env: Readonly<Record<string, string>>;
      nixCache: NixCacheMount | null;
    }
  | {
      start: 'plain';
      /** Why it has no dev shell; null where none was looked for, or there is no flake.nix. */
      devShell: DevShell | null;
    };

/**
 * Looks whether the agent is to work in the dev shell of a flake.nix, and fills the repository's Nix cache with what that needs.
 * Throws a TaskFailure where it cannot have the shell that it must have.
 */
export async function prepareDevShell(
  run: Run,
  { repository, spec }: { repository: PreparedRepository; spec: SandboxSpec },
  holdings: Holdings,
): Promise<PreparedDevShell> {
  const { config, environment } = run.context;
  const { nix: mode } = repositorySettings(config, repository.fullName);
  const { quarantine, headSha, baseSha } = repository;
  if (mode === 'never' || (await findFlake(quarantine, { commit: headSha, environment })) === null)
    return { start: 'plain', devShell: null };
  const env = {
    COMMANDER_DEV_SHELL: mode,
    COMMANDER_NIX_SECONDS: String(Math.ceil(config.timeouts.devShellMs / 1_000)),
  };
  const ofBase = isAgentBranch(repository.baseBranch)
    ? null
    : await findFlake(quarantine, { commit: baseSha, environment });
  const filling = { repository, spec: { ...spec, env: { ...spec.env, ...env } } };
  const filled = ofBase && (await fillNixCache(run, { ...filling, digest: ofBase.digest }, holdings));
  const plan = planDevShell({ mode, ofBase: filled?.ofBase ?? null, startsAtBase: headSha === baseSha });
  if (plan.start === 'in_shell') return { start: 'in_shell', env, nixCache: cacheOf(filled) };
  const said = filled?.said ?? '';
  if (plan.start === 'refused') {
    throw devShellFailure({ devShell: plan.devShell, said, image: spec.image });
  }
  await noteComplaint(run, plan.devShell, said);
  return plan;
}

/** Nobody has written in the volume before it is filled, and whoever mounts it first owns it. */
function cacheOf(filled: Filled | null): NixCacheMount | null {
  return filled?.ofBase === 'entered' ? { volume: filled.volume, use: 'read' } : null;
}
