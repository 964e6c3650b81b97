import { expect, it } from 'vitest';
import { type DevShellPlan, planDevShell } from '../../../src/open/dev-shell/plan-dev-shell.ts';

const SHELL: DevShellPlan = { start: 'in_shell' };
const plain = (devShell: 'no_nix' | 'failed' | 'too_slow'): DevShellPlan => ({ start: 'plain', devShell });
const refused = (devShell: 'no_nix' | 'failed' | 'too_slow'): DevShellPlan => ({
  start: 'refused',
  devShell,
});

it.each([
  // The base's shell is there, or nobody knows.
  ['auto', 'entered', true, SHELL],
  ['always', null, true, SHELL],
  ['auto', null, false, SHELL],
  // Nothing that an agent has written gives an image nix.
  ['auto', 'no_nix', true, plain('no_nix')],
  ['auto', 'no_nix', false, plain('no_nix')],
  ['always', 'no_nix', false, refused('no_nix')],
  // What does not work at the base may work on the agent's branch.
  ['auto', 'failed', true, plain('failed')],
  ['auto', 'failed', false, SHELL],
  ['always', 'failed', false, SHELL],
  ['always', 'failed', true, refused('failed')],
  ['auto', 'too_slow', true, plain('too_slow')],
  ['always', 'too_slow', true, refused('too_slow')],
] as const)('%s, %s at the base, starts there: %s', (mode, ofBase, startsAtBase, plan) => {
  expect(planDevShell({ mode, ofBase, startsAtBase })).toEqual(plan);
});
