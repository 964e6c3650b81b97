import type { Task } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { leftOnDisk, tasksNamed } from '../../src/check/left-on-disk.ts';

const pull = (state: 'open' | 'merged' | 'closed') => ({ number: 1, nodeId: 'n', state });
const OWNERS: Record<string, Pick<Task, 'status' | 'pull'>> = {
  '1-aaaaaa': { status: 'running', pull: null },
  '2-aaaaaa': { status: 'completed', pull: pull('open') },
  '3-aaaaaa': { status: 'completed', pull: pull('merged') },
  '4-aaaaaa': { status: 'failed', pull: null },
  '5-aaaaaa': { status: 'cancelled', pull: pull('open') },
};
const found = (seen: { quarantines?: string[]; sessions?: string[] }) =>
  leftOnDisk({ quarantines: [], sessions: [], ...seen }, (id) => OWNERS[id] ?? null);

it('finds the quarantines of tasks that have ended, or that nobody knows', () => {
  const quarantines = [1, 2, 3, 4, 5, 6].map((number) => `${number}-aaaaaa.17.git`);
  expect(found({ quarantines })).toEqual(quarantines.slice(1).map((name) => `the quarantine ${name}`));
});

it('finds the sessions that no follow-up goes on with', () => {
  const sessions = [1, 2, 3, 4, 5, 6].map((number) => `${number}-aaaaaa.json`);
  expect(found({ sessions })).toEqual(sessions.slice(2).map((name) => `the session ${name}`));
});

it('finds what is named after no task', () => {
  expect(found({ quarantines: ['1-aaaaaa.git'], sessions: ['1-aaaaaa.json.0a1b2c3d'] })).toHaveLength(2);
});

it('knows whose names they are', () => {
  const seen = { quarantines: ['1-aaaaaa.17.git', '1-aaaaaa.18.git', 'x'], sessions: ['2-aaaaaa.json'] };
  expect(tasksNamed(seen)).toEqual(['1-aaaaaa', '2-aaaaaa']);
});
