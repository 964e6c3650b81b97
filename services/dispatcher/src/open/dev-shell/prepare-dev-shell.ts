import { findFlake } from '@opencode-commander/broker';
import type { SandboxSpec, StoreMount } from '@opencode-commander/sandbox';
import { type DevShell, isAgentBranch } from '@opencode-commander/task';
import { repositorySettings } from '../../repository-settings.ts';
import type { Run } from '../../run.ts';
import type { Holdings } from '../holdings.ts';
import type { PreparedRepository } from '../prepare-repository.ts';
import { devShellFailure } from './dev-shell-failure.ts';
import { type Filled, fillStore } from './fill-store.ts';
import { planDevShell } from './plan-dev-shell.ts';

/** What a sandbox is made from as far as a dev shell goes. */
export type PreparedDevShell = {
  env: Readonly<Record<string, string>>;
  store: StoreMount | null;
  /** What is known already; null where there is no flake.nix, or the sandbox will tell. */
  devShell: DevShell | null;
};

const NONE: PreparedDevShell = { env: {}, store: null, devShell: null };

/**
 * Looks whether the agent is to work in the dev shell of a flake.nix, and fills the repository's store with what that needs.
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
    return NONE;
  const env = {
    COMMANDER_DEV_SHELL: mode,
    COMMANDER_NIX_SECONDS: String(Math.ceil(config.timeouts.devShellMs / 1_000)),
  };
  const ofBase = isAgentBranch(repository.baseBranch)
    ? null
    : await findFlake(quarantine, { commit: baseSha, environment });
  const filling = { repository, spec: { ...spec, env: { ...spec.env, ...env } } };
  const filled = ofBase && (await fillStore(run, { ...filling, digest: ofBase.digest }, holdings));
  const plan = planDevShell({ mode, ofBase: filled?.ofBase ?? null, startsAtBase: headSha === baseSha });
  if (plan.start === 'in_shell') return { env, store: storeOf(filled), devShell: null };
  const said = filled?.said ?? '';
  if (plan.start === 'refused') {
    throw devShellFailure({ devShell: plan.devShell, said, image: spec.image });
  }
  await noteComplaint(run, plan.devShell, said);
  return { ...NONE, devShell: plan.devShell };
}

/** Nobody has written in the volume before it is filled, and whoever mounts it first owns it. */
function storeOf(filled: Filled | null): StoreMount | null {
  return filled?.ofBase === 'entered' ? { volume: filled.volume, use: 'read' } : null;
}

/** For whoever looks into the task's log for the reason. */
export async function noteComplaint(run: Run, devShell: DevShell, said: string): Promise<void> {
  if (devShell !== 'failed') return;
  const message = `nix could not make the dev shell of flake.nix: ${said}`;
  await run.note({ type: 'service', level: 'warn', message });
}
