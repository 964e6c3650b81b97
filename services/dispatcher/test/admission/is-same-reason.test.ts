import { expect, it } from 'vitest';
import { isSameReason } from '../../src/admission/is-same-reason.ts';

const full = (free: string) => `the disk of data_dir is full: ${free} free, 24 MiB needed`;

it.each([
  ['another amount', full('16.5 MiB'), full('1 KiB'), true],
  ['another disk', full('16 MiB'), full('16 MiB').replace('data_dir', 'run_dir'), false],
  ['another trouble beside it', full('16 MiB'), `Podman does not answer; ${full('16 MiB')}`, false],
  ['another trouble', 'Podman has no image a: pull or build it', 'Podman does not answer', false],
])('tells %s', (_, one, other, isSame) => {
  expect(isSameReason(one, other)).toBe(isSame);
});
