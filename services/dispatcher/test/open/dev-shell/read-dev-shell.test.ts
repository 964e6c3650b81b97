import { expect, it } from 'vitest';
import {
  devShellOfExit,
  devShellOfFilling,
  nixComplaint,
  readDevShell,
} from '../../../src/open/dev-shell/read-dev-shell.ts';

it('hears what the entry script said last, and no other words', () => {
  const log = 'agent-entry: dev shell failed after 12 ms\nagent-entry: dev shell entered after 3 ms\n';
  expect(readDevShell(log)).toBe('entered');
  expect(readDevShell('agent-entry: opencode listens after 3 ms\n')).toBe(null);
  expect(readDevShell('agent-entry: dev shell <b>owned</b>\nagent-entry: dev shell owned\n')).toBe(null);
  expect(readDevShell(' agent-entry: dev shell entered\n')).toBe(null);
});

it('tells by an exit code what became of the shell', () => {
  expect([69, 70, 71, 65, 127, null].map(devShellOfExit)).toEqual([
    ...['no_nix', 'failed', 'too_slow'],
    ...[null, null, null],
  ]);
  expect([0, 69, 70, 71, 65, 127, null].map(devShellOfFilling)).toEqual([
    ...['entered', 'no_nix', 'failed', 'too_slow', null],
    ...['no_nix', null],
  ]);
});

it('shows the last error of nix in one line', () => {
  const log = [
    'agent-entry: the workspace is ready after 100 ms',
    'error: first',
    "error: unable to download 'https://api.github.com/x':\u001b[31m \u202eProxy CONNECT aborted",
    '       at /workspace/flake.nix:1:1',
    'agent-entry: dev shell failed after 200 ms',
  ].join('\n');
  expect(nixComplaint(log)).toMatch(/^error: unable to download '[^\p{Cc}\p{Cf}]*aborted$/u);
  expect(nixComplaint('a\nb\n')).toBe('b');
  expect(nixComplaint(`error: ${'x'.repeat(5_000)}`)).toHaveLength(300);
  expect(nixComplaint('')).toBe('it said nothing');
});
