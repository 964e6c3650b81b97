import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AcceptedIssue, newTask, taskSchema } from '../src/index.ts';

const issue: AcceptedIssue = {
  repoId: 7,
  repo: 'acme/web',
  number: 12,
  title: 'Say hello',
  body: '<!-- hidden -->\nPlease.',
  labels: ['agent', 'priority/high'],
  url: 'https://github.com/acme/web/issues/12',
};
const now = new Date('2026-01-02T03:04:05.678Z');

test('any issue makes a valid task that keeps its text as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, body) => {
      const task = newTask({ issue: { ...issue, title, body }, host: 'github.com', now });
      expect(taskSchema.parse(task)).toEqual(task);
      expect(task).toMatchObject({ title, body });
      expect(task.bodyHash).toBe(createHash('sha256').update(body).digest('hex'));
    }),
  );
});

test('the priority is the one that was asked for, else by the labels', () => {
  expect(newTask({ issue, host: 'github.com', now }).priority).toBe('high');
  expect(newTask({ issue, host: 'github.com', now, priority: 'low' }).priority).toBe('low');
});

test('the id and the branch depend on the issue alone', () => {
  const first = newTask({ issue, host: 'github.com', now });
  const later = newTask({
    issue: { ...issue, repo: 'acme/renamed', title: 'x' },
    host: 'GitHub.com',
    now: new Date(0),
  });
  expect(later.id).toBe(first.id);
  expect(first.branch).toBe(`agent/${first.id}`);
  expect(first).toMatchObject({ status: 'queued', createdAt: now.toISOString(), epoch: 0 });
});
