import type { Task } from '../task.ts';
import type { Standing } from './standing.ts';

/**
 * The record of a task as GitHub shows that it stands. `blank` is what the task would be if it began now: its identity and
 * its text are taken from that.
 */
export function restoreTask(blank: Task, standing: Standing): Task {
  const { memo, status, epoch, question, questions, failure, pull } = standing;
  const { title: _title, bodyHash: _bodyHash, ...kept } = memo ?? {};
  const task = { ...blank, ...kept, status, epoch, question, questions, failure, pull };
  const hasEnded = status === 'completed' || status === 'failed' || status === 'cancelled';
  return {
    ...task,
    revision: (memo?.revision ?? 0) + 1,
    answer: question !== null && task.answer?.to === question.number ? task.answer : null,
    waitsFor: status === 'queued' && task.waitsFor?.kind === 'dependencies' ? task.waitsFor : null,
    prUrl: pull === null ? task.prUrl : (task.prUrl ?? pullUrl(blank, pull.number)),
    finishedAt: hasEnded ? (task.finishedAt ?? task.updatedAt) : null,
  };
}

function pullUrl({ source }: Task, number: number): string {
  return `${source.url.replace(/\/(?:issues|pull)\/\d+$/, '')}/pull/${number}`;
}
